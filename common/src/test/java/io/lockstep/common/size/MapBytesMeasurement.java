package io.lockstep.common.size;

import io.lockstep.common.access.TokenHash;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.Command.Acquire;
import io.lockstep.common.command.Command.OpenSession;
import io.lockstep.common.command.Command.Release;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.SessionOpened;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.GrantKey;
import io.lockstep.common.command.LeaseTerms;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.command.Submission;
import io.lockstep.common.entry.EntryCodec;
import io.lockstep.common.lock.Cluster;
import io.lockstep.common.record.AnswerMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Measures what each thing in the lock map takes of the heap, and prints it beside the estimate of {@link MapBytes}.
 * The commands come out of their binary form, as on a server, so that no two of them share a string. Each line is a
 * figure of {@code docs/OPERATIONS.md}.
 */
public final class MapBytesMeasurement {

    private static final int NAMES_PER_REQUEST = 16;

    private static final int REQUESTS_PER_SESSION = 1_000;

    /** What a server keeps of each session outside the map: its lease, mostly. */
    private static final double LEASE = 230;

    private Cluster cluster = Cluster.withHistory(0);

    /** Prints the lines. */
    public static void main(String[] arguments) {
        MapBytesMeasurement all = new MapBytesMeasurement();
        all.heldLocks("held locks, names of 8 bytes", 2_500, 8);
        all.heldLocks("held locks, names of 255 bytes", 1_500, 255);
        all.idleSessions();
        all.sessionsWithAnswers();
        all.sharedHolders();
        all.waiters();
        all.ownLeases();
    }

    /**
     * Does {@code work} {@code count} times, and prints what each time takes: the heap that is free again once the map
     * is gone.
     *
     * @param outside bytes that a server keeps outside the map
     */
    private void measure(String what, int count, double outside, IntConsumer work) {
        cluster = Cluster.withHistory(0);
        for (int i = 0; i < count; i++) {
            work.accept(i);
        }
        double estimate = (double) (cluster.machine.size().bytes()
                        + cluster.machine.history().bytes())
                / count;
        long heapWithMap = usedHeap();
        cluster = Cluster.withHistory(0);
        double heap = outside + (double) (heapWithMap - usedHeap()) / count;
        System.out.printf("%s: heap %.0f, estimate %.0f%n", what, heap, estimate);
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

    private void heldLocks(String what, int count, int length) {
        long[] session = new long[1];
        measure(what, count, 0, i -> {
            int request = i % REQUESTS_PER_SESSION;
            if (request == 0) {
                session[0] = open(i, "");
            }
            List<LockName> names = new ArrayList<>();
            for (int n = 0; n < NAMES_PER_REQUEST; n++) {
                String number = Integer.toString(NAMES_PER_REQUEST * i + n);
                names.add(new LockName("a".repeat(length - number.length()) + number));
            }
            RequestId id = new RequestId(session[0], 1, 1 + request, request);
            requireGranted(apply(new Acquire(id, names, LockMode.EXCLUSIVE, 0, 0)));
        });
    }

    private void idleSessions() {
        measure("an idle session", 10_000, LEASE, i -> open(i, "worker-" + i));
    }

    private void sessionsWithAnswers() {
        measure("a session after 128 requests", 1_000, LEASE, i -> {
            long session = open(i, "");
            LockName name = new LockName("lock-" + i);
            for (int request = 1; request <= AnswerMemory.ANSWERS_MAX; request += 2) {
                requireGranted(apply(new Acquire(new RequestId(session, 1, request, 0), name)));
                apply(new Release(new RequestId(session, 1, request + 1, 0), name, 0));
            }
        });
    }

    private void sharedHolders() {
        measure("a session that shares a lock", 10_000, LEASE, i -> {
            long session = open(i, "");
            List<LockName> names = List.of(new LockName("shared"));
            requireGranted(apply(new Acquire(new RequestId(session, 1, 1, 0), names, LockMode.SHARED, 0, 0)));
        });
    }

    /** Their sessions have no lease outside the map. */
    private void ownLeases() {
        long[] asker = new long[1];
        measure("a lock held by a grant with its own lease", 10_000, 0, i -> {
            int request = i % REQUESTS_PER_SESSION;
            if (request == 0) {
                asker[0] = open(i, "worker-" + i);
            }
            LeaseTerms terms = new LeaseTerms(new GrantKey(new TokenHash(i, i, i, i)), 60_000 + i, 0);
            List<LockName> names = List.of(new LockName("lock-" + (1_000 + i)));
            RequestId id = new RequestId(asker[0], 1, 1 + request, request);
            apply(new Acquire(id, names, LockMode.EXCLUSIVE, 0, 0, terms));
        });
    }

    private void waiters() {
        measure("a session that waits for a lock", 10_000, LEASE, i -> {
            long session = open(i, "");
            List<LockName> names = List.of(new LockName("awaited"));
            apply(new Acquire(new RequestId(session, 1, 1, 0), names, LockMode.EXCLUSIVE, i == 0 ? 0 : 60_000 + i, 0));
        });
    }
}
