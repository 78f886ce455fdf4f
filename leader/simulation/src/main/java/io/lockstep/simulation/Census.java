package io.lockstep.simulation;

import io.lockstep.common.command.LockMode;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Coverage;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.AppliedRequest;
import io.lockstep.simulation.check.reading.LogReading;
import io.lockstep.simulation.check.reading.LoggedSession;
import io.lockstep.simulation.check.reading.LoggedWait;
import io.lockstep.simulation.check.reading.Ownership;
import io.lockstep.simulation.client.ClientCall;
import io.lockstep.simulation.client.Contact;
import io.lockstep.simulation.client.ReceivedLine;
import java.util.List;

/** Counts the answers and pushes of a run by kind, its grants by mode, and the ends of its grants and waits. */
final class Census {

    private final LogReading log;
    private final Coverage coverage;

    private Census(LogReading log, Coverage coverage) {
        this.log = log;
        this.coverage = coverage;
    }

    static void take(Evidence evidence, Coverage coverage) {
        Census census = new Census(evidence.log(), coverage);
        evidence.history().calls().forEach(census::count);
        evidence.history().contacts().forEach(census::count);
        census.countLog();
    }

    private void count(ClientCall call) {
        String verb = call.ask().verb() + (call.ask().isSync() ? " sync" : "");
        coverage.met(verb + ": "
                + (call.isOk() ? "OK" : call.isAnswered() ? call.reply().word() : "no answer"));
        if (call.ask().options().containsKey("session") && call.isOk()) {
            coverage.met("HELLO session=: OK");
        }
        if (call.ask().verb() == Verb.AUDIT && !call.rows().isEmpty()) {
            coverage.met("AUDIT: rows");
        }
    }

    private void count(Contact contact) {
        for (ReceivedLine received : contact.received()) {
            if (received.call() == null) {
                ServerLine line = received.line();
                String reason = line.option("reason") == null ? "" : " reason=" + line.option("reason");
                coverage.met("push: " + line.word() + (received.isWatched() ? " to a watch" : "") + reason);
            }
        }
    }

    private void countLog() {
        for (AppliedRequest applied : log.appliedRequests()) {
            List<Ownership> grant = log.grant(applied.token());
            if (applied.verb() == Verb.LOCK) {
                coverage.met("grant: " + mode(grant.get(0).mode));
            }
            if (applied.names().size() > 1) {
                coverage.met(applied.verb() == Verb.LOCK ? "grant: several locks" : "release: several locks");
            }
        }
        log.ownerships().forEach(ownership -> coverage.met("lock: " + ownership.how()));
        for (LoggedWait wait : log.waits()) {
            coverage.met("wait: " + wait.how());
            if (wait.how() == LoggedWait.End.GRANTED && wait.names.size() > 1) {
                coverage.met("wait: GRANTED several locks");
            }
        }
        coverage.met("lock-delay", log.delays().size());
        for (LoggedSession session : log.sessions()) {
            if (session.how() == Ownership.End.FORCED && !session.isOfGrant()) {
                coverage.met("session: ended with its user");
            }
        }
    }

    private static String mode(LockMode mode) {
        return mode.isSemaphore() ? "semaphore" : mode.equals(LockMode.SHARED) ? "shared" : "exclusive";
    }
}
