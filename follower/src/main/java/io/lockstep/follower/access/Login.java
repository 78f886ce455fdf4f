package io.lockstep.follower.access;

import io.lockstep.common.access.AccessTable;
import io.lockstep.common.access.TokenHash;
import io.lockstep.common.access.User;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of one connection. A login lasts only as long as its user has the token or the certificate
 * that it was made with. Loop thread only.
 */
public final class Login {

    private final Supplier<Optional<String>> certificateSubject;
    private @Nullable TokenHash token;
    private String name = "";

    /** The user as of the last look. */
    private @Nullable User known;

    /** @param certificateSubject of the client's verified certificate; empty for a client that has shown none yet */
    public Login(Supplier<Optional<String>> certificateSubject) {
        this.certificateSubject = certificateSubject;
    }

    /** The client has shown the token of this user. */
    public void authenticated(User user, TokenHash shown) {
        name = user.name();
        token = shown;
        known = user;
    }

    /** The user as the table has it now; null if the client is nobody, or no longer the user that it was. */
    @Nullable
    User user(AccessTable table) {
        User before = known;
        if (before != null && table.isPresent(before)) {
            return before;
        }
        known = look(table);
        name = known == null ? name : known.name();
        return known;
    }

    /** The name of the user that the client is or, if it is nobody now, was last; empty if it never was one. */
    public String latestName() {
        return name;
    }

    private @Nullable User look(AccessTable table) {
        TokenHash shown = token;
        if (shown != null) {
            User user = table.user(name);
            return user != null && user.accepts(shown) ? user : null;
        }
        return certificateSubject.get().map(table::bySubject).orElse(null);
    }
}
