package io.lockstep.common.lock;

import io.lockstep.common.access.AccessTable;
import io.lockstep.common.access.Usage;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.GrantKey;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.size.MapBytes;
import io.lockstep.common.size.MapSize;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The open sessions in the order of their numbers, and the counter that numbers them. */
final class SessionTable {

    /** Sorted, since pages of a list begin at a number. It takes no more memory than a hashed map in order. */
    private final TreeMap<Long, Session> byNumber = new TreeMap<>();

    private final Map<SessionKey, Session> byKey = new HashMap<>();
    private final Map<GrantKey, Session> byGrantKey = new HashMap<>();

    /** The newest run of each server. */
    private final Map<Integer, ServerIncarnation> homes = new HashMap<>();

    private final AccessTable access;
    private final MapSize size;
    private long lastNumber;

    /** @param access counts what each user has */
    SessionTable(AccessTable access, MapSize size) {
        this.access = access;
        this.size = size;
    }

    int count() {
        return byNumber.size();
    }

    /** Returns the newest session number; 0 before the first. */
    long lastNumber() {
        return lastNumber;
    }

    @Nullable
    Session get(long number) {
        return byNumber.get(number);
    }

    @Nullable
    Session withKey(SessionKey key) {
        return byKey.get(key);
    }

    /** Returns the session that is there for the grant with this key; null if there is none. */
    @Nullable
    Session withGrantKey(GrantKey key) {
        return byGrantKey.get(key);
    }

    /** Returns a live view of those with higher numbers, in order. */
    Collection<Session> after(long number) {
        return Collections.unmodifiableCollection(
                byNumber.tailMap(number, false).values());
    }

    Collection<Session> all() {
        return Collections.unmodifiableCollection(byNumber.values());
    }

    /** Adds a session with the next number. */
    void open(int clientId, Command.OpenSession command) {
        lastNumber++;
        put(new Session(lastNumber, clientId, command, null, access.usageOf(command.user()), size));
    }

    /** Adds a session with the next number for a grant with its own lease. It looks like the client that asks. */
    Session openFor(Lease lease, Session asker, int clientId) {
        lastNumber++;
        Command.OpenSession opening = new Command.OpenSession(
                SessionKey.none(lastNumber),
                asker.home(),
                asker.clientAddress(),
                asker.label(),
                lease.millis(),
                false,
                asker.user(),
                false);
        Session session = new Session(lastNumber, clientId, opening, lease, access.usageOf(asker.user()), size);
        put(session);
        return session;
    }

    void remove(Session session) {
        size.add(-bytesOf(session));
        byNumber.remove(session.number());
        byKey.remove(session.key());
        Lease lease = session.lease();
        if (lease != null) {
            byGrantKey.remove(lease.key());
        }
        Usage usage = session.usage();
        usage.addSessions(-1);
        access.forgetIfNone(usage);
    }

    /** Moves a session to another connection. One that belongs to no user belongs to this one from now on. */
    void resume(Session session, Command.ResumeSession command) {
        session.resume(command);
        shareHome(session);
        if (session.user().isEmpty() && !command.user().isEmpty()) {
            Usage before = session.usage();
            session.belongTo(access.usageOf(command.user()));
            access.forgetIfNone(before);
        }
    }

    void restoreCounter(long number) {
        lastNumber = number;
    }

    /** Restores a session from a snapshot. Sessions come in the order of their numbers. */
    Session restore(StateImage.SessionImage image) {
        Session session = new Session(image, access.usageOf(image.user()), size);
        put(session);
        return session;
    }

    private void put(Session session) {
        shareHome(session);
        session.usage().addSessions(1);
        size.add(bytesOf(session));
        byNumber.put(session.number(), session);
        byKey.put(session.key(), session);
        Lease lease = session.lease();
        if (lease != null) {
            byGrantKey.put(lease.key(), session);
        }
    }

    /** Each entry of the log has a value of its own for the same run of a server. */
    private void shareHome(Session session) {
        ServerIncarnation home = session.home();
        ServerIncarnation known = homes.get(home.server());
        if (known != null && known.equals(home)) {
            session.shareHome(known);
        } else {
            homes.put(home.server(), home);
        }
    }

    private static long bytesOf(Session session) {
        return MapBytes.ofSession(session.label()) + session.answers().bytes();
    }
}
