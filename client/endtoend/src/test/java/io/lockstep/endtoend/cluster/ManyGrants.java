package io.lockstep.endtoend.cluster;

import java.io.IOException;

/** Takes very many locks, in sessions that outlive their connections. The cluster must allow a client that many. */
public final class ManyGrants {

    private static final int NAMES_PER_REQUEST = 16;
    private static final int REQUESTS_IN_FLIGHT = 32;
    private static final int LOCKS_PER_SESSION = 10_000;

    private ManyGrants() {}

    /** Takes locks whose names are {@code prefix} and a number from 0 on. */
    public static void take(int port, String prefix, int count) throws IOException {
        take(port, prefix, 0, count);
    }

    /** Takes locks whose names are {@code prefix} and a number from {@code first} on. */
    public static void take(int port, String prefix, int first, int end) throws IOException {
        for (int from = first; from < end; from += LOCKS_PER_SESSION) {
            takeInOneSession(port, prefix, from, Math.min(end, from + LOCKS_PER_SESSION));
        }
    }

    private static void takeInOneSession(int port, String prefix, int from, int end) throws IOException {
        try (LineClient client = new LineClient(port)) {
            requireOk(client.ask("HELLO ttl=1h client=many"));
            int unanswered = 0;
            for (int at = from; at < end; at += NAMES_PER_REQUEST) {
                client.send(lock(prefix, at, Math.min(end, at + NAMES_PER_REQUEST)));
                unanswered++;
                if (unanswered > REQUESTS_IN_FLIGHT) {
                    requireOk(client.answer());
                    unanswered--;
                }
            }
            for (; unanswered > 0; unanswered--) {
                requireOk(client.answer());
            }
        }
    }

    /** The request for the locks with these numbers. */
    public static String lock(String prefix, int from, int end) {
        StringBuilder request = new StringBuilder("LOCK");
        for (int number = from; number < end; number++) {
            request.append(' ').append(prefix).append(number);
        }
        return request.toString();
    }

    private static void requireOk(LineClient.Answer answer) {
        if (!answer.ok()) {
            throw new AssertionError(answer.line());
        }
    }
}
