package io.lockstep.common.cli;

/** Placeholder. */
public final class ExitCode {
    private ExitCode() {}

    public static void main(String[] arguments) {}
}
