package io.lockstep.simulation.check.session;

import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.LogReading;
import io.lockstep.simulation.check.reading.LoggedSession;
import io.lockstep.simulation.check.reading.Ownership;
import io.lockstep.simulation.client.ClientCall;
import io.lockstep.simulation.client.Contact;
import io.lockstep.simulation.client.ReceivedLine;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A client that loses a lock by force or expiry receives LOST on the connection of its session, once, if that lasts
 * long enough: after the answer that granted the lock, and before the server answers from a map in which the lock is
 * already lost. No client receives LOST without a loss.
 */
public final class LostCheck implements Check {

    /** A loss just before the end may still be on its way. */
    private static final long TOLD_MICROS_MAX = 1_000_000;

    @Override
    public Set<String> subjects() {
        return Set.of(
                "LOST reason=forced", "LOST reason=expired", "a loss on an open connection", "LOST after the grant");
    }

    @Override
    public void examine(Evidence evidence, CheckVerdict verdict) {
        Map<String, Contact> contacts = new HashMap<>();
        Set<ClientCall> retries = retries(evidence);
        for (Contact contact : evidence.history().contacts()) {
            contacts.put(contact.address(), contact);
            examineTold(contact, retries, evidence.log(), verdict);
        }
        for (Ownership ownership : evidence.log().ownerships()) {
            if (ownership.how().isLoss() && ownership.lease == null) {
                LoggedSession session = evidence.log().session(ownership.session);
                Contact contact = contacts.get(session.addressAt(ownership.end().place()));
                if (contact != null) {
                    examineLoss(ownership, session.resumable, contact, evidence.endMicros(), verdict);
                }
            }
        }
    }

    private static void examineTold(Contact contact, Set<ClientCall> retries, LogReading log, CheckVerdict verdict) {
        Set<String> told = new HashSet<>();
        Set<Long> granted = new HashSet<>();
        Map<Long, ReceivedLine> lost = new HashMap<>();
        for (ReceivedLine received : contact.received()) {
            ServerLine line = received.line();
            if (grants(received) && !retries.contains(received.call())) {
                granted.add(line.number("token", 0));
                ReceivedLine before = lost.get(line.number("token", 0));
                if (before != null && before.atMicros() >= received.call().askedMicros()) {
                    verdict.breach("LOST precedes the answer that grants the lock: " + contact + " " + line);
                }
            }
            if (!isLost(received)) {
                continue;
            }
            lost.put(line.number("token", 0), received);
            if (granted.contains(line.number("token", 0))) {
                verdict.judged("LOST after the grant");
            }
            Ownership ownership = log.withToken(line.number("token", 0), line.value());
            if (ownership == null
                    || ownership.lease != null
                    || !reason(ownership.how()).equals(line.option("reason"))
                    || ownership.end().micros() > received.atMicros()
                    || !log.session(ownership.session).addresses().contains(contact.address())) {
                verdict.breach("LOST without a loss: " + contact + " " + line + "; there is " + ownership);
            } else {
                verdict.judged("LOST reason=" + line.option("reason"));
            }
            if (!told.add(line.value() + "/" + line.option("token"))) {
                verdict.breach("told twice: " + contact + " " + line);
            }
        }
    }

    /** Returns the retries, whose answers are of the past, whatever has happened since. */
    private static Set<ClientCall> retries(Evidence evidence) {
        Set<ClientCall> retries = new HashSet<>();
        Set<String> asked = new HashSet<>();
        for (ClientCall call : evidence.history().calls()) {
            long number = call.ask().number("req");
            if (number > 0 && !asked.add(call.scope() + "/" + number)) {
                retries.add(call);
            }
        }
        return retries;
    }

    private static String reason(Ownership.End how) {
        return switch (how) {
            case FORCED -> "forced";
            case SESSION_EXPIRED -> "expired";
            default -> "none";
        };
    }

    private static void examineLoss(
            Ownership ownership, boolean resumable, Contact contact, long endMicros, CheckVerdict verdict) {
        boolean bound = !resumable;
        for (ReceivedLine received : contact.received()) {
            if (takesUp(received)) {
                if (received.line().number("index", 0) >= ownership.end().index()) {
                    return;
                }
                bound = true;
            }
            if (isLost(received)
                    && received.line().value().equals(ownership.name)
                    && received.line().number("token", 0) == ownership.token) {
                verdict.judged("a loss on an open connection");
                return;
            }
            if (bound && showsEnd(received, ownership)) {
                verdict.breach("no LOST for " + ownership + ", but " + received.line() + ": " + contact);
                return;
            }
        }
        boolean isDue = ownership.end().micros() < endMicros - TOLD_MICROS_MAX;
        if (bound && !contact.isClosed() && isDue) {
            verdict.breach("no LOST until the end for " + ownership + ": " + contact);
        }
    }

    /** Returns whether the line says that the session is at this connection now. */
    private static boolean takesUp(ReceivedLine received) {
        return received.call() != null
                && received.call().isOk()
                && received.call().ask().verb() == Verb.HELLO;
    }

    private static boolean grants(ReceivedLine received) {
        return received.call() != null
                && received.call().isOk()
                && received.call().ask().verb() == Verb.LOCK;
    }

    private static boolean isLost(ReceivedLine received) {
        return received.call() == null && received.line().word().equals("LOST");
    }

    /** Returns whether the line says that the grant has ended, or comes from a server that knows it. */
    private static boolean showsEnd(ReceivedLine received, Ownership ownership) {
        if (received.call() == null) {
            return false;
        }
        return switch (received.call().ask().verb()) {
            case STATUS, WHO, LIST ->
                received.line().number("index", 0) > ownership.end().index();
            default -> false;
        };
    }
}
