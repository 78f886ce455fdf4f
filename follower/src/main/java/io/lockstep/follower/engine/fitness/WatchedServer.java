package io.lockstep.follower.engine.fitness;

/** A server as its {@link FitnessWatch} sees it. No call blocks. */
public interface WatchedServer {

    /** Whether this server leads, and other servers vote too. */
    boolean leadsOthers();

    /** A number that differs for each write to disk; of the oldest one in progress, 0 if there is none. */
    long writeInProgress();

    /** A number that differs for each turn of the loop; 0 before the first. */
    long turn();

    /** A number that differs for each outcome that the loop's proposals wait for; 0 while none is awaited. */
    long awaitedOutcome();

    /** How many appends the other servers have put on their disks for this one. */
    long storedByOthers();

    /** Hands leadership to another voter, if the engine can. Called once for each {@code reason}. */
    void handOver(String reason);

    /** The disk is silent ({@code true}), or answers again. Called at each change. */
    void diskSilent(boolean silent, long millis);

    /** The disk has been silent for so long that this server should end. Called once. */
    void diskHangs(long millis);
}
