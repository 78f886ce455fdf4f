package io.lockstep.client.repl;

import io.lockstep.program.Signals;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lines from a stream that is not a terminal, for a shell started with {@code -i}. */
final class PlainSource implements LineSource {

    private final BufferedReader input;
    private final PrintStream output;

    PlainSource(BufferedReader input, PrintStream output) {
        this.input = input;
        this.output = output;
    }

    @Override
    public @Nullable String readLine(Supplier<String> prompt) {
        return read(prompt.get());
    }

    private @Nullable String read(String prompt) {
        output.print(prompt);
        output.flush();
        try {
            return input.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public @Nullable String readName(String prompt) {
        return read(prompt);
    }

    @Override
    public @Nullable String readSecret(String prompt) {
        return read(prompt);
    }

    @Override
    public Interrupts onInterrupt(Runnable work) {
        return Signals.on(List.of("INT"), signal -> work.run())::close;
    }

    @Override
    public void print(String line) {
        output.println(line);
    }

    @Override
    public void redraw() {
        // What was printed on a stream stays.
    }

    @Override
    public void close() {
        output.flush();
    }
}
