package io.lockstep.endtoend.trace;

import io.lockstep.endtoend.trace.Descriptors.Descriptor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The threads that woke one another between a request and its answer, found backwards from the answer: who sent it, who
 * had woken that thread, who had woken that one, and so on, up to the thread that was woken by the request.
 */
public final class Chain {

    /** Longer chains go round in circles. */
    private static final int LENGTH_MAX = 60;

    /** A thread was woken by a call of another one. */
    public record HandOver(TracedCall by, TracedCall waited) {}

    private Chain() {}

    /**
     * Follows an answer back to its request.
     *
     * @param socket the server's end of the connection with the client
     * @param answer the call that wrote the answer to that socket
     * @param fromMicros when the request can have come at the earliest
     * @return the hand-overs between the threads of the servers, in the order of time; empty if a thread on the way was
     *     not asleep when it got its work, so that the way cannot be seen
     */
    public static Optional<List<HandOver>> of(
            WakeUps wakeUps, Descriptor socket, TracedCall answer, double fromMicros) {
        List<HandOver> handOvers = new ArrayList<>();
        TracedCall at = answer;
        while (handOvers.size() < LENGTH_MAX) {
            WakeUps.Woken woken = wakeUps.lastWoken(at.thread(), at.start());
            if (woken == null || woken.waited().end() < fromMicros) {
                return Optional.empty();
            }
            if (woken.by() == null) {
                if (!wakeUps.readyOf(woken.waited()).contains(socket)) {
                    return Optional.empty();
                }
                Collections.reverse(handOvers);
                return Optional.of(handOvers);
            }
            handOvers.add(new HandOver(woken.by(), woken.waited()));
            at = woken.by();
        }
        return Optional.empty();
    }
}
