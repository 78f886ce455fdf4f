package io.lockstep.common.command;

/**
 * Levels of what a server can read: in the log, in snapshots, and in messages of other servers. A program reads all
 * levels up to its highest. A cluster has the highest level that all its servers read; the log says which. What belongs
 * to a level is written only in a cluster that has it, so servers of old and new programs work together, and a server
 * can go back to the program before as long as one other has it.
 *
 * <p>A new command, a new part of a command, and a new form of anything that another server or a later start reads,
 * belongs to a new level: raise {@code HIGHEST}, name it in {@link #neededBy}, or ask {@code
 * LockStateMachine.featureLevel} before writing. What was written once can be read for ever after.
 */
public final class FeatureLevel {

    /** The level of 1.0.0, and of each cluster when it is founded. */
    public static final int FIRST = 1;

    private static final int HIGHEST = 1;

    private FeatureLevel() {}

    /** Returns the highest level that this program reads. */
    public static int highest() {
        return HIGHEST;
    }

    /** Returns the level that a cluster must have before this command may enter its log. */
    public static int neededBy(Command command) {
        return FIRST;
    }
}
