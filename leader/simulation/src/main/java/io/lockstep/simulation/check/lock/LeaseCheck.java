package io.lockstep.simulation.check.lock;

import io.lockstep.common.command.GrantKey;
import io.lockstep.common.command.LockName;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.GrantSecret;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.access.GrantKeys;
import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.Committed;
import io.lockstep.simulation.check.reading.LoggedLease;
import io.lockstep.simulation.check.reading.Ownership;
import io.lockstep.simulation.client.ClientCall;
import io.lockstep.simulation.client.Contact;
import io.lockstep.simulation.client.ReceivedLine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A grant with its own lease does not end by it before its time in cluster time, and while there is a leader and no
 * disturbance it ends no more than {@value #LATE_MILLIS} ms late. Only who has its key extends and releases it; of all
 * grants with one key one stands at a time; and no line but the reply to a LOCK has a key in it. ({@link OwnerCheck}
 * judges, by the clocks of clients, that nobody else gets the lock too early.)
 */
public final class LeaseCheck implements Check {

    static final long LATE_MILLIS = 1_000;

    /** The same while nothing breaks but the log uses its freedom to be slow. */
    static final long LATE_IN_UNREST_MILLIS = 4_000;

    /** How the keys begin that clients choose. */
    private static final String SECRET = "secret-";

    @Override
    public Set<String> subjects() {
        return Set.of(
                "a lease that ran out",
                "a lease while all is well",
                "an extended lease",
                "one key after another grant",
                "the same grant again",
                "the right key",
                "a wrong key");
    }

    @Override
    public void examine(Evidence evidence, CheckVerdict verdict) {
        Map<GrantKey, Ownership> lastByKey = new HashMap<>();
        for (Ownership ownership : evidence.log().ownerships()) {
            LoggedLease lease = ownership.lease;
            if (lease != null) {
                examine(ownership, lease, evidence, verdict);
                Ownership before = lastByKey.put(lease.key, ownership);
                if (before != null) {
                    verdict.judged("one key after another grant");
                    if (before.end().place() > ownership.begin.place()) {
                        verdict.breach("two grants with one key at once: " + before + " and " + ownership);
                    }
                }
            }
        }
        for (ClientCall call : evidence.history().calls()) {
            if (call.ask().isAboutLease() && call.isAnswered()) {
                examine(call, evidence, verdict);
            }
        }
        evidence.history().contacts().forEach(contact -> examineSecrecy(contact, verdict));
    }

    private static void examine(Ownership ownership, LoggedLease lease, Evidence evidence, CheckVerdict verdict) {
        if (lease.runs().size() > 1) {
            verdict.judged("an extended lease");
        }
        if (ownership.how() == Ownership.End.LEASE_EXPIRED) {
            verdict.judged("a lease that ran out");
            if (ownership.endClusterMillis() < lease.untilClusterMillis()) {
                verdict.breach("ended at " + ownership.endClusterMillis() + " instead of " + lease.untilClusterMillis()
                        + " of cluster time: " + ownership);
            }
        }
        examineLateness(ownership, lease, evidence, verdict);
    }

    /** As that of a wait: cluster time is known with every entry. */
    private static void examineLateness(
            Ownership ownership, LoggedLease lease, Evidence evidence, CheckVerdict verdict) {
        long beganIndex = lease.runs().get(lease.runs().size() - 1).begin().index();
        for (Committed entry : evidence.log().entries()) {
            if (entry.index() < beganIndex) {
                continue;
            }
            if (entry.index() >= ownership.end().index()) {
                return;
            }
            long bound = entry.atMicros() >= evidence.quietFromMicros() ? LATE_MILLIS : LATE_IN_UNREST_MILLIS;
            long leftMillis =
                    Math.max(0, lease.untilClusterMillis() - entry.entry().clusterMillis());
            long latestMicros = entry.atMicros() + 1_000 * (leftMillis + bound);
            if (latestMicros >= evidence.endMicros()
                    || !evidence.disturbances().isCalm(entry.atMicros(), latestMicros)) {
                continue;
            }
            verdict.judged("a lease while all is well");
            if (ownership.end().micros() > latestMicros) {
                verdict.breach("still held after " + latestMicros + ", although its lease was over: " + ownership);
                return;
            }
        }
    }

    private static void examine(ClientCall call, Evidence evidence, CheckVerdict verdict) {
        if (call.error() == ErrorCode.NOT_OWNER) {
            verdict.judged("a wrong key");
        }
        if (!call.isOk()) {
            return;
        }
        Ownership granted = evidence.log().withToken(call.token(), call.ask().name());
        if (granted == null || !hasKey(call, granted)) {
            verdict.breach("done with a key that is not that of the grant: " + call + "; there is " + granted);
            return;
        }
        verdict.judged("the right key");
        boolean isFirst = evidence.log().isOf(call, granted.asker)
                && (call.ask().number("req") == 0 || call.ask().number("req") == granted.request);
        if (call.ask().asksForLease() && !isFirst) {
            verdict.judged("the same grant again");
        }
    }

    /** Returns whether the call names the key of this grant, in the request or in the reply. */
    static boolean hasKey(ClientCall call, @Nullable Ownership grant) {
        return grant != null && hasKey(call, grant.name, grant.lease);
    }

    /** Returns whether the call names the key of this lease of the lock. */
    static boolean hasKey(ClientCall call, String name, @Nullable LoggedLease lease) {
        String key = keyOf(call);
        return key != null
                && lease != null
                && lease.key.equals(GrantKeys.kept(new LockName(name), new GrantSecret(key)));
    }

    private static @Nullable String keyOf(ClientCall call) {
        String asked = call.ask().options().get("key");
        return asked != null || !call.isOk() ? asked : call.reply().option("key");
    }

    private static void examineSecrecy(Contact contact, CheckVerdict verdict) {
        for (ReceivedLine received : contact.received()) {
            ClientCall call = received.call();
            boolean mayTell = call != null && call.isOk() && call.ask().verb() == Verb.LOCK;
            if (!mayTell && received.line().toString().contains(SECRET)) {
                verdict.breach("tells a key: " + contact + " " + received.line());
            }
        }
    }

    /** Returns until when a client that was granted this may rely on it, by its own clock and what others sent. */
    static long certainUntilMicros(ClientCall grant, Evidence evidence) {
        String key = keyOf(grant);
        List<ClientCall> ofGrant = evidence.history().calls().stream()
                .filter(call -> call.ask().isAboutLease()
                        && call.ask().name().equals(grant.ask().name())
                        && key != null
                        && key.equals(keyOf(call)))
                .toList();
        long firstAskedMicros = Math.min(
                evidence.history().firstAskedMicros(grant),
                ofGrant.stream()
                        .filter(call -> call.ask().asksForLease())
                        .mapToLong(ClientCall::askedMicros)
                        .min()
                        .orElse(Long.MAX_VALUE));
        long untilMicros = firstAskedMicros + 1_000 * grant.ask().leaseMillis();
        for (ClientCall call : ofGrant) {
            if (call.answeredMicros() <= firstAskedMicros) {
                continue;
            }
            long lastsMicros =
                    call.ask().verb() == Verb.RELEASE ? 0 : 1_000 * call.ask().leaseMillis();
            untilMicros = Math.min(untilMicros, call.askedMicros() + lastsMicros);
        }
        Ownership granted = evidence.log().withToken(grant.token(), grant.ask().name());
        boolean isForced = granted != null && granted.how() == Ownership.End.FORCED;
        return isForced ? Math.min(untilMicros, granted.end().micros()) : untilMicros;
    }
}
