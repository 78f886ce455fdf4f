package io.lockstep.endtoend.attack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Very many connections of clients, all on one thread. */
final class Crowd implements AutoCloseable {

    /** For lines that are sent until the connection ends. */
    static final long WITHOUT_END = Long.MAX_VALUE;

    private static final int INPUT_BYTES = 64 << 10;
    private static final long TURN_MILLIS_MAX = 10;

    private final Selector selector = Selector.open();
    private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT_BYTES);
    private final List<CrowdMember> members = new ArrayList<>();
    private final Tally got;

    Crowd(Tally got) throws IOException {
        this.got = got;
    }

    /** The lines of a text as bytes to send. */
    static ByteBuffer bytes(String lines) {
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    /** Connects one more; blocks until that is done. */
    void add(int port, ByteBuffer lines, long times, boolean reads) throws IOException {
        members.add(new CrowdMember(selector, port, lines.duplicate(), times, reads, got));
    }

    /** How many are connected. */
    int size() {
        return members.size();
    }

    /** Writes and reads what can be now, or waits a moment for something. */
    void turn() throws IOException {
        List<CrowdMember> ready = new ArrayList<>();
        selector.select(key -> ready.add((CrowdMember) key.attachment()), TURN_MILLIS_MAX);
        for (CrowdMember member : ready) {
            member.ready(input);
        }
        members.removeIf(member -> !member.isOpen());
    }

    /** Resets the connections that have got so many replies. */
    void resetThoseWith(long replies) throws IOException {
        for (CrowdMember member : members) {
            if (member.replies() >= replies) {
                member.reset();
            }
        }
        members.removeIf(member -> !member.isOpen());
    }

    /** Closes all connections. */
    void leave() throws IOException {
        for (CrowdMember member : members) {
            member.close();
        }
        members.clear();
    }

    @Override
    public void close() throws IOException {
        leave();
        selector.close();
    }
}
