package io.lockstep.client.run;

/** What may happen while a command runs. */
sealed interface RunEvent {

    /** The command has ended, with this exit status; what it has started may go on. */
    record Ended(int exitStatus) implements RunEvent {}

    /** This process got a signal. */
    record Signalled(String name) implements RunEvent {}

    /** A server said that the lock is lost. {@code why} is a clause fit for the user. */
    record Lost(String why) implements RunEvent {}
}
