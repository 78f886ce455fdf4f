package io.lockstep.client.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the token of the user comes from. It is asked before each connection, so that a token can be replaced while the
 * program runs. Any thread.
 */
@FunctionalInterface
public interface TokenSource {

    /** No token: for a cluster without users. */
    TokenSource NONE = () -> null;

    /**
     * Returns the token; null for none. May block on a file.
     *
     * @throws IOException if it cannot be read; the message is a clause for the user
     */
    @Nullable
    String token() throws IOException;

    /** The token in the first line of this file, read anew each time. */
    static TokenSource file(Path file) {
        return () -> {
            try {
                String first =
                        Files.readString(file).lines().findFirst().orElse("").strip();
                if (first.isEmpty()) {
                    throw new IOException("the token file " + file + " is empty");
                }
                return first;
            } catch (IOException e) {
                throw new IOException("the token file " + file + " cannot be read: " + e.getMessage(), e);
            }
        };
    }

    /** This token. */
    static TokenSource of(char[] token) {
        String text = new String(token);
        return () -> text;
    }
}
