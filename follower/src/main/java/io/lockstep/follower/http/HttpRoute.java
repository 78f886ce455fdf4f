package io.lockstep.follower.http;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table of what the HTTP port answers.
 *
 * @param method such as {@code GET}, which also answers {@code HEAD}
 * @param path the whole path; with {@code /*} at its end, every path that goes on there
 * @param admission who may ask
 * @param lane how many may be under way
 * @param handler makes the reply
 */
public record HttpRoute(String method, String path, Admission admission, Lane lane, Handler handler) {

    private static final String OPEN = "/*";

    /** No form of a page can send the last two. */
    private static final Set<String> FREE_OF_JSON = Set.of("GET", "LOCK", "UNLOCK");

    /** Who may ask. */
    public enum Admission {
        /** Anybody. The answer tells nothing about locks, clients or users. */
        ANYONE,
        /** Whoever INFO admits: any user if the cluster has users, else anybody. */
        USER
    }

    /** How many requests of one kind may be under way; one more is answered with 503. */
    public enum Lane {
        /** Answered at once, from what is known. As many as there are connections. */
        HEALTH,
        /** Answered soon. */
        WORK,
        /** Waits for an event, or goes on. */
        STREAM
    }

    /** Makes the reply to a request. It may block, for a bounded time unless the lane is {@link Lane#STREAM}. */
    public interface Handler {

        /**
         * Handles one request. {@link HttpRequest#conversation} asks the loop, as the client that sent the request.
         */
        HttpReply handle(HttpRequest request) throws IOException, InterruptedException;
    }

    /** What the route leaves open of a path that it answers, maybe empty; null if it does not answer it. */
    @Nullable
    String rest(String asked) {
        if (!path.endsWith(OPEN)) {
            return asked.equals(path) ? "" : null;
        }
        String begin = path.substring(0, path.length() - OPEN.length() + 1);
        return asked.startsWith(begin) ? asked.substring(begin.length()) : null;
    }

    /** Whether the route answers requests of this method. */
    boolean takes(String asked) {
        return method.equals(asked) || (method.equals("GET") && asked.equals("HEAD"));
    }

    /** Whether a request must say that its body is JSON, as it changes something. A form of a page cannot say so. */
    boolean needsJson() {
        return !FREE_OF_JSON.contains(method);
    }
}
