package io.lockstep.client.history;

import io.lockstep.client.connection.Reply;
import io.lockstep.common.protocol.ServerLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The history file of a server, with the older ones beside it: FILE, FILE.1 and so on. Reads from the newest on, as far
 * as need be. Blocks on the disk.
 */
public final class HistoryFiles {

    private final Path newest;
    private long missing;
    private String oldestUntil = "";

    public HistoryFiles(Path newest) {
        this.newest = newest;
    }

    /**
     * Finds the grants of a lock, newest first, as a reply to HISTORY has them. Its {@code complete_since} is the end
     * of the oldest grant in the files that were read.
     *
     * @param before only grants with lower numbers
     * @param at only grants of that time, in the form of the protocol; empty for all
     * @throws IOException if a file cannot be read, or has a line that no server has written
     */
    public Reply find(String name, long before, String at, int limit) throws IOException {
        List<ServerLine> rows = new ArrayList<>();
        // A file that is rotated meanwhile is read twice, under two names, so the next one has to be older.
        long olderThan = before;
        for (int number = 0; rows.size() <= limit && (number == 0 || Files.exists(path(number))); number++) {
            Deque<ServerLine> found = new ArrayDeque<>();
            try (BufferedReader lines = Files.newBufferedReader(path(number))) {
                olderThan = read(lines, new Wanted(name, olderThan, at), limit + 1 - rows.size(), found);
            }
            List<ServerLine> newestFirst = new ArrayList<>(found);
            Collections.reverse(newestFirst);
            rows.addAll(newestFirst);
        }
        return reply(name, at, rows, limit);
    }

    /** How many grants the files that were read leave out: the history had dropped them before the disk took them. */
    public long missing() {
        return missing;
    }

    private Path path(int number) {
        return number == 0 ? newest : newest.resolveSibling(newest.getFileName() + "." + number);
    }

    /** Returns the number of the first grant, for the file before. */
    private long read(BufferedReader lines, Wanted wanted, int most, Deque<ServerLine> found) throws IOException {
        long last = 0;
        long firstNumber = wanted.before;
        String first = "";
        String next = lines.readLine();
        while (next != null) {
            String line = next;
            next = lines.readLine();
            if (next == null && !line.endsWith("}")) {
                // The server is about to write the rest.
                break;
            }
            HistoryLine parsed = HistoryLine.parse(line);
            firstNumber = Math.min(firstNumber, parsed.number());
            missing += parsed.number() < wanted.before ? parsed.missing() : 0;
            first = first.isEmpty() ? parsed.text("until") : first;
            // After a fault of the disk, a server may have written some lines twice.
            if (parsed.number() > last && wanted.has(parsed)) {
                found.add(parsed.row());
                if (found.size() > most) {
                    found.remove();
                }
            }
            last = Math.max(last, parsed.number());
        }
        oldestUntil = first.isEmpty() ? oldestUntil : first;
        return firstNumber;
    }

    /** Which grants are looked for. Times of the protocol are in the order of their texts. */
    private record Wanted(String name, long before, String at) {

        boolean has(HistoryLine line) {
            return line.text("name").equals(name)
                    && line.number() < before
                    && (at.isEmpty()
                            || (line.text("since").compareTo(at) <= 0
                                    && line.text("until").compareTo(at) >= 0));
        }
    }

    private Reply reply(String name, String at, List<ServerLine> rows, int limit) {
        List<ServerLine> shown = rows.subList(0, Math.min(rows.size(), limit));
        Map<String, String> options = new LinkedHashMap<>();
        options.put("n", Integer.toString(shown.size()));
        if (!at.isEmpty()) {
            options.put("at", at);
        }
        if (!oldestUntil.isEmpty()) {
            options.put("complete_since", oldestUntil);
        }
        if (rows.size() > limit) {
            options.put("more", "yes");
        }
        return new Reply(new ServerLine("", ServerLine.Kind.OK, "HISTORY", List.of(name), options), shown);
    }
}
