package io.lockstep.client;

/** Placeholder. */
public final class ClientMain {
    private ClientMain() {}

    public static void main(String[] arguments) {}
}
