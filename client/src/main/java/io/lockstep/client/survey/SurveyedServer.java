package io.lockstep.client.survey;

import io.lockstep.common.protocol.ServerLine;
import java.util.Map;

/**
 * One server: what the cluster says of it, and what it says of itself.
 *
 * @param row its row in the answer to NODES of the server that was asked first
 * @param facts its own answer to INFO; empty if it does not answer
 * @param silence why it does not answer, as a clause; empty if it does
 */
public record SurveyedServer(ServerLine row, Map<String, String> facts, String silence) {

    public SurveyedServer {
        facts = Map.copyOf(facts);
    }

    /** Whether it answers. */
    public boolean answers() {
        return silence.isEmpty();
    }

    public long number() {
        return row.number("server", 0);
    }

    /** Its address for clients; empty if it is not known. */
    public String address() {
        return row.options().getOrDefault("address", "");
    }

    /** Its role, as the server that was asked first knows it. */
    public String role() {
        return row.options().getOrDefault("role", "");
    }

    /** A fact in words; empty if it is not known. */
    public String fact(String key) {
        return facts.getOrDefault(key, "");
    }

    /** A fact that is a whole number; -1 if it is not known. */
    public long number(String key) {
        String value = fact(key);
        return value.matches("[0-9]{1,18}") ? Long.parseLong(value) : -1;
    }
}
