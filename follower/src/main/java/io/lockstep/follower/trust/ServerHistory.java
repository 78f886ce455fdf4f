package io.lockstep.follower.trust;

/**
 * How far another server had come when it was last heard of.
 *
 * @param server its number
 * @param storageId of its data directory
 * @param starts how often it had started, the run of {@code incarnation} included
 * @param incarnation of the run with the most starts
 * @param earlier the last entry that it is known to have had in earlier runs
 * @param last the last entry that it is known to have had in this run
 */
public record ServerHistory(
        int server, String storageId, long starts, long incarnation, LogPosition earlier, LogPosition last) {

    /** The first meeting with a server. */
    static ServerHistory of(int server, String storageId, long incarnation, DiskReport report) {
        return new ServerHistory(server, storageId, report.starts(), incarnation, LogPosition.NONE, report.last());
    }

    /** This history after a meeting in which the server said {@code report} of itself. */
    ServerHistory met(long run, DiskReport report) {
        if (report.starts() <= starts && !report.lossAccepted()) {
            return run == incarnation ? reached(report.last()) : this;
        }
        return new ServerHistory(
                server,
                storageId,
                Math.max(starts, report.starts()),
                run,
                report.lossAccepted() ? LogPosition.NONE : earlier.max(last),
                report.last());
    }

    /** This history after the server is known to have the entry at {@code position}. */
    ServerHistory reached(LogPosition position) {
        return new ServerHistory(server, storageId, starts, incarnation, earlier, last.max(position));
    }

    /** The last entry that the server had before the run of {@code run}. */
    LogPosition before(long run) {
        return run == incarnation ? earlier : earlier.max(last);
    }

    String toLine() {
        return String.join(
                " ", storageId, Long.toString(starts), Long.toString(incarnation), earlier.toString(), last.toString());
    }

    static ServerHistory parse(int server, String line) {
        String[] words = line.split(" ");
        return new ServerHistory(
                server,
                words[0],
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                LogPosition.parse(words[3]),
                LogPosition.parse(words[4]));
    }
}
