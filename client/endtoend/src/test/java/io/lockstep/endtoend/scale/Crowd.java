package io.lockstep.endtoend.scale;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Very many clients on one thread, the caller's. */
final class Crowd implements AutoCloseable {

    private static final int INPUT_BYTES = 64 << 10;
    private static final long TURN_MILLIS_MAX = 10;
    private static final long PATIENCE_SECONDS = 120;

    /** So many connections may wait to be greeted: fewer than wait for a server to accept them. */
    private static final int UNGREETED_MAX = 64;

    /** What is done with the lines of a server. */
    interface Listener {

        /** The server has greeted a client. One that then says nothing is sent away after some time. */
        default void greeted(Member member) throws IOException {}

        /** A line has come that is not the greeting. */
        void line(Member member, String line) throws IOException;

        /** The server has closed the connection. */
        default void closed(Member member) {
            throw new AssertionError("the server closed the connection of client " + member.number());
        }
    }

    private final Selector selector = Selector.open();
    private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT_BYTES);
    private final List<Member> members = new ArrayList<>();
    private int greeted;

    Crowd() throws IOException {}

    /** Connects so many more, who are greeted when this returns. Their numbers go on from those before. */
    List<Member> connect(int port, int count, Listener listener) throws IOException {
        List<Member> added = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            added.add(new Member(this, selector, port, members.size(), listener));
            members.add(added.get(i));
            await("greetings", () -> members.size() - greeted < UNGREETED_MAX);
        }
        await("greetings", () -> greeted == members.size());
        return added;
    }

    void greeted() {
        greeted++;
    }

    /** Something done with each client. */
    interface Work {
        void on(Member member) throws IOException;
    }

    void forEach(Work work) throws IOException {
        for (Member each : members) {
            work.on(each);
        }
    }

    /** Reads what there is to read, or waits a moment for something. */
    void turn() throws IOException {
        List<Member> ready = new ArrayList<>();
        selector.select(key -> ready.add((Member) key.attachment()), TURN_MILLIS_MAX);
        for (Member each : ready) {
            each.read(input);
        }
    }

    /** Takes turns until a condition holds. */
    void await(String what, BooleanSupplier condition) throws IOException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (endNanos - System.nanoTime() < 0) {
                throw new AssertionError("timed out: " + what);
            }
            turn();
        }
    }

    /** Takes turns for so long. */
    void work(double seconds) throws IOException {
        long endNanos = System.nanoTime() + (long) (seconds * 1e9);
        while (endNanos - System.nanoTime() > 0) {
            turn();
        }
    }

    /** Closes all connections. */
    void leave() throws IOException {
        for (Member each : members) {
            each.close();
        }
        members.clear();
        greeted = 0;
        selector.selectNow();
    }

    @Override
    public void close() throws IOException {
        leave();
        selector.close();
    }
}
