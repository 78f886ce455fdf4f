package io.lockstep.common.net;

import java.io.IOException;

/** The owner of an {@link EventLoop}. The loop calls it on its own thread; the methods must not block. */
public interface LoopOwner {

    /** A client has connected. Lines sent by this method go out first. Returns the handler of the connection. */
    ConnectionHandler opened(Connection connection);

    /**
     * Called in every turn of the loop, after its input and tasks and before its output: the place for timers and for
     * work that gathers over a turn.
     *
     * @param nowNanos {@link System#nanoTime()}
     * @return the nanoseconds until the next call at the latest; 0 or less for at once
     */
    long tick(long nowNanos);

    /**
     * The loop made no turn for {@code gapNanos}, more than {@link EventLoop#STALL_NANOS}: the process was paused, the
     * machine was overloaded, or some work took that long. Called before the gathered input is read.
     */
    void stalled(long gapNanos);

    /** A client was refused, since there were as many connections as there may be in all or from its address. */
    default void refused() {}

    /** So many clients were disconnected, since all clients together took more memory than they may. */
    void cut(int clients);

    /** A client could not be accepted, mostly for lack of file descriptors. The loop tries again by itself. */
    void acceptFailed(IOException reason);
}
