package io.lockstep.common.lock;

import io.lockstep.common.lock.Command.Acquire;
import io.lockstep.common.lock.Command.CloseSession;
import io.lockstep.common.lock.Command.FoundCluster;
import io.lockstep.common.lock.Command.OpenSession;
import io.lockstep.common.lock.Command.RegisterServer;
import io.lockstep.common.lock.Command.Release;
import io.lockstep.common.lock.Command.ResumeSession;
import io.lockstep.common.lock.CommandResult.SessionOpened;
import java.util.List;

/** A state machine under test, founded, with three servers, and commands applied one by one. */
final class Cluster {

    static final long TTL_MILLIS = 10_000;
    static final LockName LOCK_1 = new LockName("Lock 1");
    static final LockName LOCK_2 = new LockName("Lock 2");

    LockStateMachine machine;
    long clusterMillis = 1_000;
    long wallMillis = 1_700_000_000_000L;
    private long keys;

    Cluster(int locksPerClient, Limits limits) {
        machine = new LockStateMachine(limits);
        apply(new FoundCluster("cluster-1", locksPerClient));
        for (int server = 1; server <= 3; server++) {
            apply(new RegisterServer("disk-" + server, "127.0.0.1:900" + server, "127.0.0.1:910" + server));
        }
    }

    Cluster(int locksPerClient) {
        this(locksPerClient, Limits.STANDARD);
    }

    Cluster() {
        this(1);
    }

    /** The standard bounds, but for these. */
    static Limits limits(int clientIdsPerServer, int locks) {
        Limits standard = Limits.STANDARD;
        return new Limits(
                clientIdsPerServer,
                locks,
                standard.waitersPerLock(),
                standard.waitsPerSession(),
                standard.auditRecords());
    }

    static ServerIncarnation home(int server) {
        return new ServerIncarnation(server, server * 77L);
    }

    static Entry entry(long clusterMillis, long wallMillis, Command command) {
        Origin origin = new Origin(home(1), 1);
        return new Entry(origin, clusterMillis, wallMillis, List.of(new Submission(origin, command)));
    }

    /** Applies one command. */
    CommandResult apply(Command command) {
        return effect(command).result();
    }

    /** Applies one command, and also says what happened by it. */
    Effect effect(Command command) {
        return machine.apply(entry(clusterMillis, wallMillis, command)).get(0);
    }

    OpenSession opening(int server) {
        keys++;
        return new OpenSession(
                new SessionKey(7, keys), home(server), "10.0.0.1:" + keys, "client " + keys, TTL_MILLIS, true);
    }

    Client open(int server) {
        OpenSession opening = opening(server);
        return new Client(opening, (SessionOpened) apply(opening));
    }

    /** A client with a session, which numbers its requests. */
    final class Client {

        final OpenSession opening;
        final int clientId;
        final long session;
        long generation;
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

        CommandResult lock(LockName name) {
            return apply(new Acquire(nextRequest(), name));
        }

        CommandResult release(LockName name) {
            return apply(new Release(nextRequest(), name, 0));
        }

        CommandResult release(LockName name, long token) {
            return apply(new Release(nextRequest(), name, token));
        }

        CommandResult close() {
            return apply(new CloseSession(session, generation));
        }

        ResumeSession resuming(int server, long attempt) {
            return new ResumeSession(session, opening.key(), attempt, generation, home(server), "10.0.0.2:" + attempt);
        }
    }
}
