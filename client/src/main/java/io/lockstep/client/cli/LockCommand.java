package io.lockstep.client.cli;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Json;
import io.lockstep.client.answer.Output;
import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.Outcome;
import io.lockstep.client.connection.ServerAddress;
import io.lockstep.client.connection.Session;
import io.lockstep.client.connection.SessionIdentity;
import io.lockstep.client.connection.SessionListener;
import io.lockstep.common.cli.ExitCode;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep lock}: takes a lock and holds it, or takes it for somebody else to release. */
@Command(
        name = "lock",
        description = {
            "Takes a lock, prints its token, and holds it until stdin ends, or INT or TERM comes; then releases it.",
            "A lock that is held is refused at once, with exit status 75."
        })
final class LockCommand extends ServerCommand {

    @Mixin
    private final NameParameter name = new NameParameter();

    @Option(
            names = "--detach",
            description = "Print session, key and token, and leave: the lock stays for the --ttl, or until release.")
    private boolean detach;

    /** Why holding ended: empty if the user ended it, else why the lock cannot be relied on. */
    private final CompletableFuture<String> ended = new CompletableFuture<>();

    @Override
    int run(Output output) throws InterruptedException {
        if (!name.flaw().isEmpty()) {
            return output.failure(Failure.badData(name.flaw()));
        }
        Call call = Call.of(Verb.LOCK, name.text());
        try (Session session = new Session(settings(), new LossWatch(remarks(output)))) {
            Thread release = new Thread(session::close, "lockstep-release-at-exit");
            Runtime.getRuntime().addShutdownHook(release);
            Outcome outcome = session.call(call);
            if (!(outcome instanceof Outcome.Answered answered)
                    || !answered.reply().ok()) {
                return output.outcome(call, outcome);
            }
            if (detach) {
                return leave(session, answered.reply().line(), output);
            }
            output.outcome(call, outcome);
            return hold(session, call, output);
        }
    }

    private int leave(Session session, ServerLine grant, Output output) {
        SessionIdentity identity = session.identity();
        if (identity == null) {
            return output.failure(Failure.lost("the session ended at once"));
        }
        session.detach();
        long token = grant.number("token", 0);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", name.text());
        fields.put("token", token);
        fields.put("session", identity.session());
        fields.put("key", identity.key());
        String quoted = LineSyntax.quoted(name.text());
        output.data(
                "granted: " + quoted + " token " + token + " session " + identity.session() + " key " + identity.key(),
                Json.object(fields));
        output.remark("release it with: lockstep release " + quoted + " --session " + identity.session() + " --key "
                + identity.key() + " --token " + token);
        return ExitCode.OK;
    }

    private int hold(Session session, Call call, Output output) throws InterruptedException {
        Thread input = new Thread(this::awaitEndOfInput, "lockstep-stdin");
        input.setDaemon(true);
        input.start();
        try {
            String lostBecause = ended.get();
            if (!lostBecause.isEmpty()) {
                return output.failure(Failure.lost(LineSyntax.quoted(call.name()) + ": " + lostBecause));
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        Call release = Call.of(Verb.RELEASE, call.name());
        return output.outcome(release, session.call(release));
    }

    private void awaitEndOfInput() {
        try {
            environment().in().transferTo(OutputStream.nullOutputStream());
            ended.complete("");
        } catch (IOException e) {
            // Input that cannot be read has ended as well.
            ended.complete("");
        }
    }

    /** Ends the holding when the lock is lost; passes all else on. */
    private final class LossWatch implements SessionListener {

        private final SessionListener remarks;

        LossWatch(SessionListener remarks) {
            this.remarks = remarks;
        }

        @Override
        public void connected(ServerAddress address, SessionIdentity identity, boolean resumed) {
            remarks.connected(address, identity, resumed);
        }

        @Override
        public void disconnected(ServerAddress address, String why) {
            remarks.disconnected(address, why);
        }

        @Override
        public void overdue(Set<String> locks) {
            ended.complete("no server has renewed the lease in time");
        }

        @Override
        public void lost(String why, Set<String> locks) {
            ended.complete("the session has ended (" + why + ")");
        }
    }
}
