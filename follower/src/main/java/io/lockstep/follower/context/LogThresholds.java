package io.lockstep.follower.context;

import java.util.Map;

/** How much each package of this server logs. Any thread may call; no call blocks. */
public interface LogThresholds {

    /** Of a server that has no log of its own. */
    LogThresholds NONE = new LogThresholds() {
        @Override
        public Map<String, String> levels() {
            return Map.of();
        }

        @Override
        public String set(String packageName, String level) {
            return "this server has no log";
        }
    };

    /** The levels that are set, by package. */
    Map<String, String> levels();

    /** Sets a level. Returns what is wrong with the request, for the user; empty if it is done. */
    String set(String packageName, String level);
}
