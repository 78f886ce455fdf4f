package io.lockstep.follower.trust;

import io.lockstep.follower.storage.ChecksummedText;
import io.lockstep.follower.storage.DataDirectory;
import io.lockstep.follower.storage.Identity;
import io.lockstep.follower.storage.StorageException;
import io.lockstep.follower.storage.StorageException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far the parts of a data directory had come, in a file of its own: the other parts must be at least there.
 *
 * @param clusterId as in the identity
 * @param storageId as in the identity
 * @param starts how often a server has started here
 * @param segment the newest segment of the log that was begun; 0 if the log never had an entry
 * @param term the newest term known
 * @param last the last entry of the log, or of the snapshot if that is later
 * @param snapshot the index of the newest snapshot; 0 if there was none
 * @param doubt whether acknowledged entries may be lost
 * @param loss the loss that the operator has accepted and that is not in the audit yet; null if there is none
 * @param votesAbove the server votes only in terms above this one: in those up to it, it may have voted and forgotten
 * @param histories what is remembered of other servers, by number
 */
public record Progress(
        String clusterId,
        String storageId,
        long starts,
        long segment,
        long term,
        LogPosition last,
        long snapshot,
        Doubt doubt,
        @Nullable AcceptedLoss loss,
        long votesAbove,
        Map<Integer, ServerHistory> histories) {

    private static final String FORMAT = "lockstep-progress";
    private static final String VERSION = "1";
    private static final String LOSS = "loss-accepted";
    private static final String SERVER = "server-";

    /** Copies the map. */
    public Progress {
        histories = Map.copyOf(histories);
    }

    /** The progress of a server that has just got its number. */
    public static Progress ofNew(Identity identity) {
        return new Progress(
                identity.clusterId(),
                identity.storageId(),
                0,
                0,
                0,
                LogPosition.NONE,
                0,
                Doubt.NONE,
                null,
                0,
                Map.of());
    }

    /** The same with one start more. */
    public Progress started() {
        return new Progress(
                clusterId, storageId, starts + 1, segment, term, last, snapshot, doubt, loss, votesAbove, histories);
    }

    /** The same after {@code count} starts. */
    Progress starts(long count) {
        return new Progress(
                clusterId, storageId, count, segment, term, last, snapshot, doubt, loss, votesAbove, histories);
    }

    /** The same after segment {@code number} was begun. */
    public Progress segment(long number) {
        return new Progress(
                clusterId, storageId, starts, number, term, last, snapshot, doubt, loss, votesAbove, histories);
    }

    /** The same with other ends of vote, log and snapshots. */
    public Progress at(long newTerm, LogPosition newLast, long newSnapshot) {
        return new Progress(
                clusterId,
                storageId,
                starts,
                segment,
                newTerm,
                newLast,
                newSnapshot,
                doubt,
                loss,
                votesAbove,
                histories);
    }

    /** The same with another doubt. */
    public Progress doubt(Doubt other) {
        return new Progress(
                clusterId, storageId, starts, segment, term, last, snapshot, other, loss, votesAbove, histories);
    }

    /** The same with another loss that is not in the audit; null for none. */
    public Progress loss(@Nullable AcceptedLoss other) {
        return new Progress(
                clusterId, storageId, starts, segment, term, last, snapshot, doubt, other, votesAbove, histories);
    }

    /** The same, voting only in terms above {@code bound}, if that is higher than before. */
    Progress votesAbove(long bound) {
        long higher = Math.max(bound, votesAbove);
        return new Progress(
                clusterId, storageId, starts, segment, term, last, snapshot, doubt, loss, higher, histories);
    }

    /** The same with another memory of one server. */
    Progress with(ServerHistory history) {
        Map<Integer, ServerHistory> changed = new TreeMap<>(histories);
        changed.put(history.server(), history);
        return new Progress(
                clusterId, storageId, starts, segment, term, last, snapshot, doubt, loss, votesAbove, changed);
    }

    void write(Path directory) throws IOException {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put(FORMAT, VERSION);
        lines.put("cluster", clusterId);
        lines.put("storage", storageId);
        lines.put("starts", Long.toString(starts));
        lines.put("segment", Long.toString(segment));
        lines.put("term", Long.toString(term));
        lines.put("last", last.toString());
        lines.put("snapshot", Long.toString(snapshot));
        lines.put("doubt", doubt.word());
        if (loss != null) {
            lines.put(LOSS, loss.toLine());
        }
        lines.put("votes-above", Long.toString(votesAbove));
        histories.forEach((server, history) -> lines.put(SERVER + server, history.toLine()));
        ChecksummedText.write(directory, DataDirectory.PROGRESS, lines);
    }

    /**
     * Reads the file.
     *
     * @throws StorageException if it is damaged, or of an unknown version
     */
    static Progress read(Path directory) throws IOException {
        Path file = directory.resolve(DataDirectory.PROGRESS);
        Map<String, String> lines = ChecksummedText.read(file);
        String version = lines.get(FORMAT);
        if (!VERSION.equals(version)) {
            throw new StorageException(
                    Reason.UNKNOWN_VERSION,
                    file + " has format version " + version + ", and this program reads version " + VERSION
                            + " only. Start the server with the version that wrote the file.");
        }
        return parse(lines);
    }

    private static Progress parse(Map<String, String> lines) {
        Map<Integer, ServerHistory> histories = new TreeMap<>();
        lines.forEach((key, line) -> {
            if (key.startsWith(SERVER)) {
                int server = Integer.parseInt(key.substring(SERVER.length()));
                histories.put(server, ServerHistory.parse(server, line));
            }
        });
        String loss = lines.get(LOSS);
        return new Progress(
                lines.getOrDefault("cluster", ""),
                lines.getOrDefault("storage", ""),
                Long.parseLong(lines.getOrDefault("starts", "")),
                Long.parseLong(lines.getOrDefault("segment", "")),
                Long.parseLong(lines.getOrDefault("term", "")),
                LogPosition.parse(lines.getOrDefault("last", "")),
                Long.parseLong(lines.getOrDefault("snapshot", "")),
                Doubt.ofWord(lines.getOrDefault("doubt", "")),
                loss == null ? null : AcceptedLoss.parse(loss),
                Long.parseLong(lines.getOrDefault("votes-above", "")),
                histories);
    }
}
