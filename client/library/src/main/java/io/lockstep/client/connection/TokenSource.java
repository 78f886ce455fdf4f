package io.lockstep.client.connection;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
            String first;
            try {
                first = Files.readString(file).lines().findFirst().orElse("").strip();
            } catch (NoSuchFileException e) {
                throw new IOException("there is no token file " + file, e);
            } catch (AccessDeniedException e) {
                throw new IOException("this user may not read the token file " + file, e);
            } catch (IOException e) {
                throw new IOException("the token file " + file + " cannot be read: " + e.getMessage(), e);
            }
            if (first.isEmpty()) {
                throw new IOException("the token file " + file + " is empty");
            }
            return first;
        };
    }

    /** This token. */
    static TokenSource of(char[] token) {
        String text = new String(token);
        return () -> text;
    }
}
