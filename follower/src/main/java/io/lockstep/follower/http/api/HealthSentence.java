package io.lockstep.follower.http.api;

import io.lockstep.common.protocol.ServerLine;
import io.lockstep.follower.http.LoopConversation.Answer;
import java.util.List;
import java.util.Locale;

/**
 * How a cluster is, in one sentence or two, as one server sees it. Pure.
 *
 * @param text for people
 */
public record HealthSentence(Level level, String text) {

    /** What the reader should do. */
    public enum Level {
        /** Nothing. */
        WELL,
        /** See to it: the cluster works, and has lost some of its safety. */
        WEAK,
        /** Act now: no lock can be taken or released. */
        DOWN;

        /** The name in lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Judges a cluster.
     *
     * @param nodes the answer to NODES
     */
    public static HealthSentence of(Answer nodes) {
        ServerLine reply = nodes.reply();
        String missing = words(reply.options().getOrDefault("missing", ""));
        String doubtful = words(reply.options().getOrDefault("doubtful", ""));
        List<ServerLine> leaders = nodes.rows().stream()
                .filter(row -> "leader".equals(row.option("role")))
                .toList();
        if (leaders.isEmpty()) {
            return new HealthSentence(
                    Level.DOWN,
                    "No server leads, so no lock can be taken or released now."
                            + (missing.isEmpty() ? "" : " Nothing is heard of server " + missing + "."));
        }
        String leads = "server " + leaders.get(0).option("server") + " leads";
        String survives = survives(reply.number("survives", 0));
        if (!missing.isEmpty()) {
            return new HealthSentence(
                    Level.WEAK,
                    "Nothing is heard of server " + missing + "; " + leads + ", and the cluster " + survives + ".");
        }
        if (!doubtful.isEmpty()) {
            return new HealthSentence(
                    Level.WEAK,
                    "Server " + doubtful + " may have lost entries and does not vote; " + leads + ", and the cluster "
                            + survives + ".");
        }
        long silent = nodes.rows().stream()
                .filter(row -> row.option("silent") != null)
                .count();
        int servers = nodes.rows().size();
        String up = servers == 1
                ? "The only server is up"
                : silent == 0
                        ? "All " + servers + " servers are up"
                        : (servers - silent) + " of " + servers + " servers are up";
        return new HealthSentence(
                silent == 0 ? Level.WELL : Level.WEAK, up + ", " + leads + ", and the cluster " + survives + ".");
    }

    private static String survives(long losses) {
        return losses == 0 ? "survives the loss of no server" : "survives the loss of " + losses;
    }

    private static String words(String numbers) {
        return numbers.replace(",", ", ");
    }
}
