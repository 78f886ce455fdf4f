package io.lockstep.common.net;

import java.io.IOException;

/** Whom an {@link EventLoop} works for. Called on the loop's thread only; must not block it. */
public interface LoopOwner {

    /**
     * A client has connected. What is sent from here goes out first. Returns who hears of this connection from now on.
     */
    ConnectionHandler opened(Connection connection);

    /**
     * Called at the end of every turn of the loop, after its input and its tasks and before its output goes out: the
     * place for timers, and for work that gathers over a turn.
     *
     * @param nowNanos {@link System#nanoTime()}
     * @return in how many nanoseconds to be called again at the latest; 0 or less for at once
     */
    long tick(long nowNanos);

    /**
     * The loop did not come round for {@code gapNanos}, more than {@link EventLoop#STALL_NANOS}: the process was
     * paused, the machine starved it, or some work took that long. Called before the input that has gathered is read.
     */
    void stalled(long gapNanos);

    /** A client could not be accepted, for want of file descriptors as a rule. The loop tries again by itself. */
    void acceptFailed(IOException reason);
}
