package io.lockstep.client.session;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.Deadline;
import io.lockstep.client.connection.ServerConnection;
import io.lockstep.common.protocol.Verb;
import org.jspecify.annotations.Nullable;

/** The request that opens a session, or resumes it on another connection, and the one that ends it. */
final class SessionHello {

    private SessionHello() {}

    /** @param identity of the session to resume; null to open one */
    static Call call(SessionSettings settings, @Nullable SessionIdentity identity, long index) {
        Call hello = Call.of(Verb.HELLO, "1");
        hello = identity == null
                ? opening(settings, hello)
                : hello.with("session", identity.session()).with("key", identity.key());
        return index > 0 ? hello.with("index", index) : hello;
    }

    /** Ends a session with QUIT, after resuming it on this connection if it is another one than before. */
    static void quit(
            ServerConnection at, SessionSettings settings, @Nullable SessionIdentity toResume, Deadline deadline)
            throws InterruptedException {
        boolean there = true;
        if (toResume != null) {
            there = at.call(call(settings, toResume, 0), deadline.left())
                    .success()
                    .isPresent();
        }
        if (there) {
            at.call(Call.of(Verb.QUIT), deadline.left());
        }
    }

    private static Call opening(SessionSettings settings, Call hello) {
        Call opening = hello.with("ttl", settings.ttl().toMillis() + "ms");
        opening = settings.label().isEmpty() ? opening : opening.with("client", settings.label());
        return settings.operator() ? opening.with("operator", "yes") : opening;
    }
}
