package io.lockstep.common.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.Command.Acquire;
import io.lockstep.common.command.Command.CancelWait;
import io.lockstep.common.command.Command.CloseSession;
import io.lockstep.common.command.Command.ExpireSession;
import io.lockstep.common.command.Command.ForceRelease;
import io.lockstep.common.command.Command.FoundCluster;
import io.lockstep.common.command.Command.OpenSession;
import io.lockstep.common.command.Command.PassTime;
import io.lockstep.common.command.Command.RegisterServer;
import io.lockstep.common.command.Command.Release;
import io.lockstep.common.command.Command.ResumeSession;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.SessionOpened;
import io.lockstep.common.command.Effect;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.FeatureLevel;
import io.lockstep.common.command.HolderStatus;
import io.lockstep.common.command.Limits;
import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.command.Submission;
import io.lockstep.common.command.WaiterStatus;
import io.lockstep.common.entry.SnapshotCodec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;

/** A founded state machine under test with three servers. Commands are applied one by one. */
public final class Cluster {

    static final long TTL_MILLIS = 10_000;
    public static final LockName LOCK_1 = new LockName("Lock 1");
    public static final LockName LOCK_2 = new LockName("Lock 2");
    public static final LockName LOCK_3 = new LockName("Lock 3");
    static final CommandResult TIMED_OUT = new CommandResult.TimedOut();
    static final CommandResult CANCELLED = new CommandResult.Cancelled();
    static final CommandResult WAIT_CANCELLED = new CommandResult.WaitCancelled();

    public LockStateMachine machine;
    long clusterMillis = 1_000;
    long wallMillis = 1_700_000_000_000L;

    /** The events of the last command. */
    public List<LockEvent> events = List.of();

    private long keys;

    Cluster(int locksPerClient, Limits limits) {
        this(new FoundCluster("cluster-1", locksPerClient), limits);
    }

    private Cluster(FoundCluster foundation, Limits limits) {
        machine = new LockStateMachine(limits, FeatureLevel::neededBy);
        apply(foundation);
        for (int server = 1; server <= 3; server++) {
            apply(new RegisterServer("disk-" + server, "127.0.0.1:900" + server, "127.0.0.1:910" + server));
        }
    }

    public Cluster(int locksPerClient) {
        this(locksPerClient, Limits.STANDARD);
    }

    /** One with a history of so many bytes, and any number of locks for a client. */
    public static Cluster withHistory(long historyBytesMax) {
        return new Cluster(
                new FoundCluster("cluster-1", 0, Long.MAX_VALUE, Limits.LEASE_MILLIS_MAX_DEFAULT, historyBytesMax),
                Limits.STANDARD);
    }

    Cluster() {
        this(1);
    }

    /** The standard bounds with these changes. */
    static Limits limits(int clientIdsPerServer, int locks) {
        Limits standard = Limits.STANDARD;
        return new Limits(
                clientIdsPerServer,
                locks,
                standard.locksPerSession(),
                standard.waitersPerLock(),
                standard.waitsPerSession(),
                standard.auditRecords());
    }

    public static ServerIncarnation home(int server) {
        return new ServerIncarnation(server, server * 77L);
    }

    static Entry entry(long clusterMillis, long wallMillis, Command command) {
        Origin origin = new Origin(home(1), 1);
        return new Entry(origin, clusterMillis, wallMillis, List.of(new Submission(origin, command)));
    }

    /** Applies one command; {@link #events} has its events. */
    public CommandResult apply(Command command) {
        Effect effect = machine.apply(entry(clusterMillis, wallMillis, command)).get(0);
        events = effect.events();
        return effect.result();
    }

    /** Applies several commands in one entry. */
    List<CommandResult> applyTogether(Command... commands) {
        Origin origin = new Origin(home(1), 1);
        List<Submission> submissions = Stream.of(commands)
                .map(command -> new Submission(origin, command))
                .toList();
        List<Effect> effects = machine.apply(new Entry(origin, clusterMillis, wallMillis, submissions));
        events = effects.stream().flatMap(effect -> effect.events().stream()).toList();
        return effects.stream().map(Effect::result).toList();
    }

    /** Advances cluster time and ends what is due. */
    public void pass(long millis) {
        clusterMillis += millis;
        assertThat(apply(new PassTime(clusterMillis))).isEqualTo(new CommandResult.TimePassed());
    }

    /** Returns the answers that the last command gave to waiting requests, by client id. */
    Map<Integer, CommandResult> answered() {
        Map<Integer, CommandResult> answers = new LinkedHashMap<>();
        for (LockEvent event : events) {
            if (event instanceof LockEvent.Answered answered
                    && answers.put(answered.clientId(), answered.answer()) != null) {
                throw new AssertionError("answered twice: " + answered);
            }
        }
        return answers;
    }

    /** Returns the client ids of a lock's holders, oldest first. */
    public List<Integer> holders(LockName name) {
        return machine.holders(name, Integer.MAX_VALUE).stream()
                .map(HolderStatus::clientId)
                .toList();
    }

    /** Returns the client ids of a lock's waiters, first come first. */
    public List<Integer> queue(LockName name) {
        return machine.waiters(name, Integer.MAX_VALUE).stream()
                .map(WaiterStatus::clientId)
                .toList();
    }

    /** Continues from a snapshot in its binary form, with the same bounds. */
    public void restore(Limits limits) {
        long before = machine.hash();
        byte[] snapshot = SnapshotCodec.encode(machine.freeze());
        machine = LockStateMachine.restore(SnapshotCodec.decode(snapshot), limits, FeatureLevel::neededBy);
        assertThat(machine.hash()).isEqualTo(before);
    }

    public HolderStatus holder(LockName name) {
        return Objects.requireNonNull(machine.holder(name));
    }

    public OpenSession opening(int server) {
        keys++;
        return new OpenSession(
                new SessionKey(7, keys), home(server), "10.0.0.1:" + keys, "client " + keys, TTL_MILLIS, true);
    }

    public Client open(int server) {
        return open(opening(server));
    }

    public Client open(OpenSession opening) {
        return new Client(opening, (SessionOpened) apply(opening));
    }

    /** A client with a session. It numbers its requests. */
    public final class Client {

        public final OpenSession opening;
        public final int clientId;
        public final long session;
        public long generation;
        long number;
        long answeredUpTo;

        private Client(OpenSession opening, SessionOpened opened) {
            this.opening = opening;
            clientId = opened.clientId();
            session = opened.session();
            generation = opened.generation();
        }

        RequestId request(long requestNumber) {
            return new RequestId(session, generation, requestNumber, answeredUpTo);
        }

        RequestId nextRequest() {
            number++;
            return request(number);
        }

        public CommandResult lock(LockName name) {
            return apply(new Acquire(nextRequest(), name));
        }

        /** Takes the locks exclusively, or waits for this long. */
        public CommandResult lock(long waitMillis, LockName... names) {
            return lock(LockMode.EXCLUSIVE, waitMillis, names);
        }

        public CommandResult lock(LockMode mode, long waitMillis, LockName... names) {
            return apply(acquiring(mode, waitMillis, 0, names));
        }

        public Acquire acquiring(LockMode mode, long waitMillis, long delayMillis, LockName... names) {
            return new Acquire(nextRequest(), List.of(names), mode, waitMillis, delayMillis);
        }

        public CommandResult releaseAll(LockName... names) {
            return apply(new Release(nextRequest(), List.of(names), 0));
        }

        /** Cancels its last request. */
        CommandResult cancel() {
            return apply(cancelling(number));
        }

        CancelWait cancelling(long request) {
            return new CancelWait(session, generation, request);
        }

        CommandResult force(LockName name, long token) {
            return apply(new ForceRelease(nextRequest(), name, token, "anna", "host is gone"));
        }

        public CommandResult expire() {
            return apply(new ExpireSession(session, generation));
        }

        public CommandResult release(LockName name) {
            return apply(new Release(nextRequest(), name, 0));
        }

        CommandResult release(LockName name, long token) {
            return apply(new Release(nextRequest(), name, token));
        }

        public CommandResult close() {
            return apply(new CloseSession(session, generation));
        }

        public ResumeSession resuming(int server, long attempt) {
            return new ResumeSession(session, opening.key(), attempt, generation, home(server), "10.0.0.2:" + attempt);
        }
    }

    /** One held lock, and three sessions that may wait for it. */
    abstract static class WaitingScenario {

        static final long WAIT_MILLIS = 5_000;
        final Cluster cluster = new Cluster();
        final Client holder = cluster.open(1);
        final Client first = cluster.open(2);
        final Client second = cluster.open(3);
        final Client third = cluster.open(1);

        @BeforeEach
        void theLockIsHeld() {
            holder.lock(LOCK_1);
        }
    }
}
