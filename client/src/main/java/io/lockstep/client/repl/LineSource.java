package io.lockstep.client.repl;

import org.jspecify.annotations.Nullable;

/** Where the shell's lines come from and its answers go: a terminal, or plain streams. */
interface LineSource extends AutoCloseable {

    /** The next line; null at the end of the input. An interrupted line (Ctrl-C) is an empty one. */
    @Nullable
    String readLine(String prompt);

    /** Like {@link #readLine}, for the name of a lock. */
    @Nullable
    String readName(String prompt);

    /** What ends the time in which Ctrl-C is for what goes on, and not for the shell. */
    interface Interrupts extends AutoCloseable {
        @Override
        void close();
    }

    /** Until that is closed, INT (Ctrl-C) runs this, which must not block. Not while a line is read. */
    Interrupts onInterrupt(Runnable work);

    /** Writes one line, above the prompt if there is one. Any thread. */
    void print(String line);

    @Override
    void close();
}
