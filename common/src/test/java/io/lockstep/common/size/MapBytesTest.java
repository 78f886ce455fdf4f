package io.lockstep.common.size;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.Command.Acquire;
import io.lockstep.common.command.Command.OpenSession;
import io.lockstep.common.command.Command.Release;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.SessionOpened;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.command.Submission;
import io.lockstep.common.entry.EntryCodec;
import io.lockstep.common.lock.AnswerMemory;
import io.lockstep.common.lock.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/**
 * The estimates of {@link MapBytes} against the heap. The commands come out of their binary form, as on a server, so
 * that no two of them share a string. Each line that is printed is a figure of {@code docs/OPERATIONS.md}.
 */
final class MapBytesTest {

    private static final int NAMES_PER_REQUEST = 16;

    /** The heap of a test may hold a little of other tests, and a collection may miss a little. */
    private static final double LESS = 0.98;

    private static final double MORE = 1.35;

    /** What a server keeps of each session outside the map: its lease, mostly. */
    private static final double LEASE = 230;

    private Cluster cluster = new Cluster(0);

    private record Measured(double heap, double estimate) {}

    /**
     * Does {@code work} {@code count} times, and returns what each time takes: the heap that is free again once the map
     * is gone.
     */
    private Measured measure(String what, int count, IntConsumer work) {
        cluster = new Cluster(0);
        for (int i = 0; i < count; i++) {
            work.accept(i);
        }
        double estimate = (double) cluster.machine.size().bytes() / count;
        long heapWithMap = usedHeap();
        cluster = new Cluster(0);
        double heap = (double) (heapWithMap - usedHeap()) / count;
        System.out.printf("%s: heap %.0f bytes, estimate %.0f bytes%n", what, heap, estimate);
        return new Measured(heap, estimate);
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    private CommandResult apply(Command command) {
        Origin origin = new Origin(Cluster.home(1), 1);
        Entry entry = new Entry(origin, 1_000, 1_700_000_000_000L, List.of(new Submission(origin, command)));
        byte[] bytes = EntryCodec.encode(entry);
        return cluster.machine.apply(EntryCodec.decode(bytes)).get(0).result();
    }

    private long open(int number, String label) {
        SessionKey key = new SessionKey(7, number);
        CommandResult opened = apply(new OpenSession(
                key, Cluster.home(1 + number % 3), "10.0.0.1:" + (10_000 + number), label, 9_000, true));
        return ((SessionOpened) opened).session();
    }

    private static void requireGranted(CommandResult result) {
        if (!(result instanceof CommandResult.Granted)) {
            throw new AssertionError(result);
        }
    }

    private Measured heldLocks(String what, int count, int length, LockMode mode) {
        long[] session = new long[1];
        return measure(what, count, i -> {
            if (i == 0) {
                session[0] = open(0, "");
            }
            List<LockName> names = new ArrayList<>();
            for (int n = 0; n < NAMES_PER_REQUEST; n++) {
                String number = Integer.toString(NAMES_PER_REQUEST * i + n);
                names.add(new LockName("a".repeat(length - number.length()) + number));
            }
            requireGranted(apply(new Acquire(new RequestId(session[0], 1, 1 + i, i), names, mode, 0, 0)));
        });
    }

    private void assertHonestOfSession(Measured measured) {
        assertHonest(new Measured(measured.heap + LEASE, measured.estimate));
    }

    private void assertHonest(Measured measured) {
        assertThat(measured.estimate).isBetween(measured.heap * LESS, measured.heap * MORE);
    }

    @Test
    void heldLocksOfEightBytes() {
        assertHonest(heldLocks("held locks, names of 8 bytes", 2_500, 8, LockMode.EXCLUSIVE));
    }

    @Test
    void heldLocksOfTheLongestNames() {
        assertHonest(heldLocks("held locks, names of 255 bytes", 1_500, 255, LockMode.EXCLUSIVE));
    }

    @Test
    void idleSessions() {
        assertHonestOfSession(measure("an idle session", 10_000, i -> open(i, "worker-" + i)));
    }

    @Test
    void sessionsWithAnswers() {
        assertHonestOfSession(measure("a session after 128 requests", 1_000, i -> {
            long session = open(i, "");
            LockName name = new LockName("lock-" + i);
            for (int request = 1; request <= AnswerMemory.ANSWERS_MAX; request += 2) {
                requireGranted(apply(new Acquire(new RequestId(session, 1, request, 0), name)));
                apply(new Release(new RequestId(session, 1, request + 1, 0), name, 0));
            }
        }));
    }

    @Test
    void sharedHolders() {
        assertHonestOfSession(measure("a session that shares a lock", 10_000, i -> {
            long session = open(i, "");
            List<LockName> names = List.of(new LockName("shared"));
            requireGranted(apply(new Acquire(new RequestId(session, 1, 1, 0), names, LockMode.SHARED, 0, 0)));
        }));
    }

    @Test
    void waiters() {
        assertHonestOfSession(measure("a session that waits for a lock", 10_000, i -> {
            long session = open(i, "");
            List<LockName> names = List.of(new LockName("awaited"));
            apply(new Acquire(new RequestId(session, 1, 1, 0), names, LockMode.EXCLUSIVE, i == 0 ? 0 : 60_000 + i, 0));
        }));
    }
}
