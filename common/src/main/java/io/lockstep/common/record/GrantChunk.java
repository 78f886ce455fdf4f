package io.lockstep.common.record;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Some grants that have ended, one behind the other, as bytes: many objects that live for a while would cost the
 * garbage collector more than all else that a release costs. What is in a chunk never changes, so other threads may
 * read a {@link #frozen} one while more is added to this.
 */
public final class GrantChunk {

    private final ByteBuffer bytes;
    private final int capacity;
    private int count;

    private GrantChunk(byte[] array, int length, int capacity, int count) {
        this.bytes = ByteBuffer.wrap(array);
        this.bytes.limit(length);
        this.capacity = capacity;
        this.count = count;
    }

    /** Makes an empty chunk with room for so many bytes. */
    static GrantChunk withRoomFor(int capacity) {
        return new GrantChunk(new byte[capacity], 0, capacity, 0);
    }

    /**
     * Makes a chunk of what {@link #toBytes} returned.
     *
     * @throws IllegalArgumentException if the bytes are no grants
     */
    public static GrantChunk of(byte[] grants) {
        ByteBuffer bytes = ByteBuffer.wrap(grants);
        int count = 0;
        for (int at = 0; at < grants.length; at += PastGrantForm.length(bytes, at)) {
            if (!PastGrantForm.isWhole(bytes, at)) {
                throw new IllegalArgumentException("no grant at byte " + at);
            }
            count++;
        }
        if (count == 0) {
            throw new IllegalArgumentException("a chunk without grants");
        }
        return new GrantChunk(grants, grants.length, grants.length, count);
    }

    /** Returns a chunk with the same grants, and room for so many bytes in all. */
    GrantChunk withRoom(int most) {
        byte[] array = Arrays.copyOf(bytes.array(), Math.max(most, length()));
        return new GrantChunk(array, length(), array.length, count);
    }

    /** Returns this chunk as it is now. Shares the bytes. */
    GrantChunk frozen() {
        return new GrantChunk(bytes.array(), length(), length(), count);
    }

    /** Adds a grant in its form. Returns false, and adds nothing, if there is no room. */
    boolean add(byte[] grant) {
        int end = length() + grant.length;
        if (end > capacity) {
            return false;
        }
        System.arraycopy(grant, 0, bytes.array(), length(), grant.length);
        bytes.limit(end);
        count++;
        return true;
    }

    /** Returns how many bytes the grants take. */
    public int length() {
        return bytes.limit();
    }

    /** Returns how many grants there are. */
    public int count() {
        return count;
    }

    /** Returns the number of the first grant. */
    long firstNumber() {
        return PastGrantForm.number(bytes, 0);
    }

    /** Returns the latest end of a grant. */
    long latestUntilWallMillis() {
        long latest = 0;
        for (int at = 0; at < length(); at += PastGrantForm.length(bytes, at)) {
            latest = Math.max(latest, PastGrantForm.untilWallMillis(bytes, at));
        }
        return latest;
    }

    /** Returns the grants, oldest first. */
    public List<PastGrant> all() {
        List<PastGrant> all = new ArrayList<>(count);
        for (int at = 0; at < length(); at += PastGrantForm.length(bytes, at)) {
            all.add(at(at));
        }
        return all;
    }

    /** Returns where the grants of a lock are, oldest first. The name is in UTF-8. */
    int[] placesOf(byte[] name) {
        int[] places = new int[count];
        int found = 0;
        for (int at = 0; at < length(); at += PastGrantForm.length(bytes, at)) {
            if (PastGrantForm.isNamed(bytes, at, name)) {
                places[found++] = at;
            }
        }
        return Arrays.copyOf(places, found);
    }

    /** Returns the grant at this place. */
    PastGrant at(int place) {
        return PastGrantForm.decode(bytes.duplicate().position(place));
    }

    /** Returns the grants as bytes. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes.array(), length());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GrantChunk chunk
                && bytes.duplicate().rewind().equals(chunk.bytes.duplicate().rewind());
    }

    @Override
    public int hashCode() {
        return length();
    }
}
