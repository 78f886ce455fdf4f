package io.lockstep.common.record;

import io.lockstep.common.command.LockName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * The newest grants that have ended, up to a bound in bytes. To add one takes the same time however many there are. To
 * find those of a lock visits all that are newer than the oldest that is wanted: a millisecond for 8 MiB. One thread at
 * a time may use it.
 */
public final class GrantHistory {

    /** The oldest grants go a chunk at a time: a sixteenth of them, or less. */
    private static final int CHUNKS = 16;

    private static final int CHUNK_BYTES_MIN = 1 << 10;
    private static final int CHUNK_BYTES_MAX = 64 << 10;

    private final ArrayDeque<GrantChunk> chunks = new ArrayDeque<>();
    private long bytesMax;
    private long bytes;
    private int count;
    private long lastNumber;
    private long droppedWallMillis;

    /** Makes an empty history that keeps nothing until it has a bound. */
    public GrantHistory() {}

    /** Sets the bound in bytes; 0 to keep nothing. Called before the first grant is added. */
    public void bound(long most) {
        bytesMax = most;
    }

    private int chunkBytes() {
        return (int) Math.max(CHUNK_BYTES_MIN, Math.min(CHUNK_BYTES_MAX, bytesMax / CHUNKS));
    }

    /** Returns the number of the last grant that has ended; 0 if there was none. */
    public long lastNumber() {
        return lastNumber;
    }

    /** Adds a grant, which has the number after {@link #lastNumber}. The oldest go if there are too many bytes. */
    public void add(PastGrant grant) {
        lastNumber = grant.number();
        byte[] form = PastGrantForm.encode(grant);
        GrantChunk last = chunks.peekLast();
        if (last == null || !last.add(form)) {
            GrantChunk next = GrantChunk.withRoomFor(Math.max(chunkBytes(), form.length));
            next.add(form);
            chunks.add(next);
        }
        bytes += form.length;
        count++;
        while (bytes > bytesMax) {
            drop(chunks.remove());
        }
    }

    private void drop(GrantChunk oldest) {
        bytes -= oldest.length();
        count -= oldest.count();
        droppedWallMillis = Math.max(droppedWallMillis, oldest.latestUntilWallMillis());
    }

    /**
     * Returns the grants of a lock, newest first.
     *
     * @param before only those with lower numbers
     * @param wanted only these
     * @param limit the most to return
     */
    public List<PastGrant> page(LockName name, long before, Predicate<PastGrant> wanted, int limit) {
        byte[] inUtf8 = name.text().getBytes(StandardCharsets.UTF_8);
        List<PastGrant> page = new ArrayList<>();
        Iterator<GrantChunk> newestFirst = chunks.descendingIterator();
        while (newestFirst.hasNext() && page.size() < limit) {
            GrantChunk chunk = newestFirst.next();
            int[] places = chunk.firstNumber() < before ? chunk.placesOf(inUtf8) : new int[0];
            for (int i = places.length - 1; i >= 0 && page.size() < limit; i--) {
                PastGrant past = chunk.at(places[i]);
                if (past.number() < before && wanted.test(past)) {
                    page.add(past);
                }
            }
        }
        return page;
    }

    /** Returns the grants with higher numbers than this one, oldest first. Visits hardly any others. */
    public List<PastGrant> after(long number) {
        ArrayDeque<GrantChunk> newest = new ArrayDeque<>();
        Iterator<GrantChunk> newestFirst = chunks.descendingIterator();
        boolean more = lastNumber > number;
        while (newestFirst.hasNext() && more) {
            GrantChunk chunk = newestFirst.next();
            newest.addFirst(chunk);
            more = chunk.firstNumber() > number;
        }
        return newest.stream()
                .flatMap(chunk -> chunk.all().stream())
                .filter(past -> past.number() > number)
                .toList();
    }

    /** Returns all grants, oldest first. */
    public List<PastGrant> all() {
        return chunks.stream().flatMap(chunk -> chunk.all().stream()).toList();
    }

    /** Returns how many grants there are. */
    public int count() {
        return count;
    }

    /** Returns how many bytes they take. */
    public long bytes() {
        return bytes;
    }

    /** Returns the bound in bytes; 0 if nothing is kept. */
    public long bytesMax() {
        return bytesMax;
    }

    /** Returns when the last of the grants ended that are no longer here; 0 if there are none. */
    public long droppedWallMillis() {
        return droppedWallMillis;
    }

    /** Returns the grants as they are now, oldest first, for other threads, too. Copies no grant. */
    public List<GrantChunk> chunks() {
        return chunks.stream().map(GrantChunk::frozen).toList();
    }

    /** Adds what a snapshot has to an empty history: its counter, when it dropped a grant last, and its grants. */
    public void restore(long number, long dropped, List<GrantChunk> frozen) {
        for (GrantChunk chunk : frozen) {
            chunks.add(chunk);
            bytes += chunk.length();
            count += chunk.count();
        }
        // The others are full, or they would not be followed by another one.
        GrantChunk last = chunks.pollLast();
        if (last != null) {
            chunks.add(last.withRoom(chunkBytes()));
        }
        lastNumber = number;
        droppedWallMillis = dropped;
    }
}
