package io.lockstep.leader;

/** Placeholder. */
public final class LeaderMain {
    private LeaderMain() {}

    public static void main(String[] arguments) {}
}
