package io.lockstep.client.cli;

import io.lockstep.client.process.Invocation;
import io.lockstep.program.Environment;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;

/** Entry point of {@code client.jar}. */
public final class ClientMain {

    private ClientMain() {}

    /** Runs one command, or the shell, and ends the process with its exit status. */
    public static void main(String[] arguments) {
        // Text is UTF-8 in every locale.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Invocation given = Invocation.of(arguments);
        Environment environment = new Environment(System.in, out, err, isTerminal(), given.variables());
        System.exit(CommandLineRunner.run(environment, given));
    }

    /** Whether both stdin and stdout are a terminal. */
    @SuppressWarnings("SystemConsoleNull") // Java 17 returns null without a terminal; for later versions see below.
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // Since Java 22 there may be a console without a terminal, and a method to ask for it.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}
