package io.lockstep.client.repl;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The source of the shell's lines and the destination of its answers: a terminal, or plain streams. */
interface LineSource extends AutoCloseable {

    /**
     * The next line; null at the end of the input. Ctrl-C makes the line empty. Asks for the prompt again whenever
     * something is printed meanwhile.
     */
    @Nullable
    String readLine(Supplier<String> prompt);

    /** Like {@link #readLine}, for the name of a lock. */
    @Nullable
    String readName(String prompt);

    /** Like {@link #readLine}, for a secret: it is neither shown nor kept. */
    @Nullable
    String readSecret(String prompt);

    /** Returns Ctrl-C to the shell when closed. */
    interface Interrupts extends AutoCloseable {
        @Override
        void close();
    }

    /** Makes INT (Ctrl-C) run this, which must not block, until the result is closed. Not while a line is read. */
    Interrupts onInterrupt(Runnable work);

    /** Writes one line, above the prompt if there is one. Safe for any thread. */
    void print(String line);

    /** Shows the prompt anew if a line is being read. Safe for any thread. */
    void redraw();

    @Override
    void close();
}
