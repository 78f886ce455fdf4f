package io.lockstep.follower.watch;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A line that goes to many watchers, and maybe in another form than as text. That form is made once for all, by the
 * first who wants it. Any thread.
 */
public final class SharedLine {

    private final String text;
    private volatile byte @Nullable [] encoded;

    /** @param text without the line end, and without the number of the watch */
    public SharedLine(String text) {
        this.text = text;
    }

    /** The line without its end, and without the number of the watch. */
    public String text() {
        return text;
    }

    /**
     * The other form, which nobody may change. Two threads that ask first may both make it.
     *
     * @param encoder makes it of the text; the same for all who ask
     */
    public byte[] encoded(Function<String, byte[]> encoder) {
        byte[] made = encoded;
        if (made == null) {
            made = encoder.apply(text);
            encoded = made;
        }
        return made;
    }
}
