package io.lockstep.follower.replication;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * What {@link ReplicationContract} needs of a replicated log, real or simulated: servers that start, stop and lose each
 * other. One thread, the test's, is the loop of every server: events are delivered inside {@link #await} and {@link #pass}
 * and nowhere else. A server that has been crashed is told nothing more.
 */
public interface ReplicationHarness extends AutoCloseable {

    /** Starts a server on an empty disk, with itself as the only voter. */
    Replication found(int server, ReplicationEvents events);

    /** Starts a server on an empty disk; it is a member once a leader adds it. */
    Replication join(int server, ReplicationEvents events);

    /** Starts a crashed server on what it has on disk. */
    Replication restart(int server, ReplicationEvents events);

    /** Stops a server without a word to the others; it may be restarted. */
    void crash(int server);

    /** From now on a server neither hears of the others nor they of it; it goes on running. */
    void cutOff(int server);

    /** Ends {@link #cutOff}. */
    void heal(int server);

    /** Who a server is to the others. */
    Member member(int server);

    /** Lets things happen until {@code condition} holds. Throws an AssertionError that names {@code what} when it does not. */
    void await(String what, BooleanSupplier condition);

    /** Lets this much time pass, in the time of the log, simulated or real. */
    void pass(Duration time);

    @Override
    void close();
}
