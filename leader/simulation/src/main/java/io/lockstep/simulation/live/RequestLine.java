package io.lockstep.simulation.live;

import io.lockstep.common.protocol.Verb;
import java.util.Optional;

/**
 * A line of a client, cut into its tag and the rest.
 *
 * @param tag with its number sign; empty if there is none
 */
record RequestLine(String tag, String text) {

    static RequestLine of(String line) {
        String tag = tagOf(line);
        return new RequestLine(
                tag, tag.isEmpty() ? line : line.substring(tag.length()).strip());
    }

    /** The tag of a line in either direction; empty if there is none. */
    static String tagOf(String line) {
        int end = line.indexOf(' ');
        return line.startsWith("#") && end > 0 ? line.substring(0, end) : "";
    }

    /** Whether a line of a server ends the answer to a request; rows and pushes do not. */
    static boolean endsAnswer(String line) {
        String rest = of(line).text;
        return rest.startsWith("OK ") || rest.startsWith("ERR ");
    }

    Optional<Verb> verb() {
        int end = text.indexOf(' ');
        return Verb.named(end < 0 ? text : text.substring(0, end));
    }
}
