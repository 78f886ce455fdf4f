package io.lockstep.follower;

/** Placeholder. */
public final class FollowerMain {
    private FollowerMain() {}

    public static void main(String[] arguments) {}
}
