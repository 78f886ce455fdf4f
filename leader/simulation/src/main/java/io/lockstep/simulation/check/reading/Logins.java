package io.lockstep.simulation.check.reading;

import io.lockstep.common.access.TokenHash;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.client.ClientCall;
import io.lockstep.simulation.client.Contact;
import io.lockstep.simulation.client.History;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Who was at the other end of each connection, by the tokens that clients showed and the users of the log. */
public final class Logins {

    /** The hash of a token that nobody has. */
    public static final TokenHash NOBODY = new TokenHash(0, 0, 0, 0);

    private final LoggedUsers users;
    private final Map<Contact, List<ClientCall>> shown = new HashMap<>();

    /** Finds the AUTHs that were accepted, or have no answer. */
    public Logins(History history, LoggedUsers users) {
        this.users = users;
        for (ClientCall call : history.calls()) {
            if (call.ask().verb() == Verb.AUTH && (call.isOk() || !call.isAnswered())) {
                shown.computeIfAbsent(call.contact(), any -> new ArrayList<>()).add(call);
            }
        }
    }

    /**
     * Returns the hashes of the tokens that may have counted for the connection at some time between these two moments.
     * Where none may have counted, {@link #NOBODY} is among them.
     */
    public List<TokenHash> tokens(Contact contact, long fromMicros, long toMicros) {
        List<TokenHash> tokens = new ArrayList<>(List.of(NOBODY));
        for (ClientCall auth : shown.getOrDefault(contact, List.of())) {
            if (auth.answeredMicros() < fromMicros) {
                tokens.clear();
            }
            if (auth.askedMicros() <= toMicros) {
                tokens.add(shownBy(auth));
            }
        }
        return tokens;
    }

    /**
     * Returns whether, after the command at this place, one of these tokens was that of somebody whom the predicate
     * accepts; empty stands for a stranger.
     */
    public boolean any(List<TokenHash> tokens, long place, Predicate<Optional<LoggedUser>> is) {
        return tokens.stream().map(token -> users.withToken(token, place)).anyMatch(is);
    }

    /** Returns the hash of the token that an AUTH shows. */
    public static TokenHash shownBy(ClientCall auth) {
        return hash(auth.ask().options().getOrDefault("token", ""));
    }

    /** Returns the SHA-256 of a token. */
    public static TokenHash hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            ByteBuffer parts = ByteBuffer.wrap(digest);
            return new TokenHash(parts.getLong(), parts.getLong(), parts.getLong(), parts.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
