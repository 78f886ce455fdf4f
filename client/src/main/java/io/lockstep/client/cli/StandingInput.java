package io.lockstep.client.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Standard input as the sign of life of whoever has a lock held: its content is skipped, its end is what counts. */
final class StandingInput {

    private StandingInput() {}

    /** Reads in a thread of its own, and calls this once when the input ends. */
    static void watch(InputStream input, Runnable onEnd) {
        Thread thread = new Thread(() -> await(input, onEnd), "lockstep-stdin");
        thread.setDaemon(true);
        thread.start();
    }

    private static void await(InputStream input, Runnable onEnd) {
        try {
            input.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // Unreadable input counts as its end.
            onEnd.run();
            return;
        }
        onEnd.run();
    }
}
