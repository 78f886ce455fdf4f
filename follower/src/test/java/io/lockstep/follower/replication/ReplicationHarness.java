package io.lockstep.follower.replication;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The replicated log of {@link ReplicationContract}, real or simulated: servers that start, stop and lose each other.
 * The test's thread is the loop of every server: events are delivered only inside {@link #await} and {@link #pass}. A
 * crashed server receives no more events.
 */
public interface ReplicationHarness extends AutoCloseable {

    /** Starts a server on an empty disk, with itself as the only voter. */
    Replication found(int server, ReplicationEvents events);

    /** Starts a server on an empty disk; it is a member once a leader adds it. */
    Replication join(int server, ReplicationEvents events);

    /** Starts a crashed server on the disk it left. */
    Replication restart(int server, ReplicationEvents events);

    /** Stops a server without notice to the others; it may be restarted. */
    void crash(int server);

    /** Cuts all connections between a server and the others; the server goes on running. */
    void cutOff(int server);

    /** Ends {@link #cutOff}. */
    void heal(int server);

    /** A server as the others know it. */
    Member member(int server);

    /**
     * Delivers events until {@code condition} holds.
     *
     * @throws AssertionError naming {@code what}, if it does not hold in time
     */
    void await(String what, BooleanSupplier condition);

    /** Lets this much time pass, in the time of the log, simulated or real. */
    void pass(Duration time);

    @Override
    void close();
}
