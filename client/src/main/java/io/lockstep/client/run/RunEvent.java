package io.lockstep.client.run;

/** An event while a command runs. */
sealed interface RunEvent {

    /** The command has ended with this exit status; processes that it started may still run. */
    record Ended(int exitStatus) implements RunEvent {}

    /** This process received a signal. */
    record Signalled(String name) implements RunEvent {}

    /** A server reported the loss of the lock. {@code why} is a clause for the user. */
    record Lost(String why) implements RunEvent {}
}
