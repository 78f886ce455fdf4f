package io.lockstep.endtoend.budget;

import io.lockstep.endtoend.trace.Chain;
import io.lockstep.endtoend.trace.Chain.HandOver;
import io.lockstep.endtoend.trace.Consequences;
import io.lockstep.endtoend.trace.Descriptors;
import io.lockstep.endtoend.trace.Descriptors.Descriptor;
import io.lockstep.endtoend.trace.Strace;
import io.lockstep.endtoend.trace.TracedCall;
import io.lockstep.endtoend.trace.WakeUps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The system calls of all servers while one client takes locks, one after another, with a rest after each, in which the
 * servers end what belongs to the lock.
 */
final class LockTrace {

    private static final long REST_MILLIS = 20;
    private static final int WARMUP = 8;

    private final List<TracedCall> calls;
    private final Map<Long, TracedThread> threads;
    private final Descriptors descriptors;
    private final Descriptor socket;
    private final WakeUps wakeUps;
    private final List<OneLock> locks = new ArrayList<>();

    /**
     * One lock.
     *
     * @param answer the call that wrote its answer
     * @param fromMicros when the answer before was written
     * @param toMicros when the answer behind was written
     */
    private record OneLock(TracedCall answer, double fromMicros, double toMicros) {}

    private LockTrace(
            List<TracedCall> calls, Map<Long, TracedThread> threads, Descriptors descriptors, Descriptor socket) {
        this.calls = calls.stream()
                .filter(call -> threads.containsKey(call.thread()))
                .toList();
        this.threads = threads;
        this.descriptors = descriptors;
        this.socket = socket;
        this.wakeUps =
                new WakeUps(this.calls, call -> threads.get(call.thread()).pid(), descriptors, socket);
        findLocks();
    }

    /** Traces a client at this port while it takes so many locks. Needs {@code strace}. */
    static LockTrace of(MeasuredCluster cluster, int port, int count) throws IOException, InterruptedException {
        List<Long> pids = cluster.servers().stream().map(MeasuredServer::pid).toList();
        Path file = Files.createTempFile("lockstep-budget-", ".strace");
        try (OneClient client = new OneClient(port);
                Strace strace = Strace.attach(file, pids)) {
            client.takeSlowly(WARMUP, REST_MILLIS);
            client.giveBack(WARMUP);
            TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
            // The first and the last lock have no neighbour.
            client.takeSlowly(count + 2, REST_MILLIS);
            Descriptors descriptors = new Descriptors(pids);
            List<TracedCall> calls = strace.end();
            client.giveBack(count + 2);
            Descriptor socket = descriptors.connectedWith(client.localPort());
            if (socket == null) {
                throw new IOException("no server has the connection of the client");
            }
            LockTrace trace = new LockTrace(calls, threadsOf(cluster, calls), descriptors, socket);
            trace.locks.subList(0, Math.max(0, trace.locks.size() - count)).clear();
            return trace;
        } finally {
            Files.delete(file);
        }
    }

    private static Map<Long, TracedThread> threadsOf(MeasuredCluster cluster, List<TracedCall> calls)
            throws IOException {
        Map<Long, TracedThread> threads = new HashMap<>();
        for (MeasuredServer server : cluster.servers()) {
            for (TracedCall call : calls) {
                long number = call.thread();
                Path task = Path.of("/proc", Long.toString(server.pid()), "task", Long.toString(number));
                if (!threads.containsKey(number) && Files.exists(task)) {
                    threads.put(number, new TracedThread(server.name(), server.pid(), server.kind(number)));
                }
            }
        }
        return threads;
    }

    private void findLocks() {
        List<TracedCall> answers = calls.stream()
                .filter(call -> WakeUps.isWrite(call)
                        && call.descriptor() == socket.number()
                        && threads.get(call.thread()).pid() == socket.pid())
                .toList();
        for (int i = 1; i < answers.size() - 1; i++) {
            locks.add(new OneLock(
                    answers.get(i), answers.get(i - 1).end(), answers.get(i + 1).start()));
        }
    }

    /** The ways of the locks through the threads. */
    Ways ways() {
        Ways ways = new Ways();
        for (OneLock lock : locks) {
            Optional<List<HandOver>> chain = Chain.of(wakeUps, socket, lock.answer, lock.fromMicros);
            ways.add(chain.map(handOvers -> steps(lock, handOvers)));
        }
        return ways;
    }

    private List<Ways.Step> steps(OneLock lock, List<HandOver> handOvers) {
        List<Ways.Step> steps = new ArrayList<>();
        steps.add(new Ways.Step(
                "the client",
                labelOf(handOvers.isEmpty() ? lock.answer : handOvers.get(0).by()),
                "socket"));
        for (HandOver each : handOvers) {
            steps.add(new Ways.Step(labelOf(each.by()), labelOf(each.waited()), by(each.by())));
        }
        return steps;
    }

    private String labelOf(TracedCall call) {
        return threads.get(call.thread()).label();
    }

    private String by(TracedCall call) {
        if (!WakeUps.isWrite(call)) {
            return "futex";
        }
        return descriptors.isSocket(new Descriptor(threads.get(call.thread()).pid(), call.descriptor()))
                ? "socket"
                : "event file";
    }

    /** How often each kind of thread makes each call for a lock. */
    CallCounts calls() {
        CallCounts counts = new CallCounts(locks.size());
        for (int i = 0; i < locks.size(); i++) {
            OneLock lock = locks.get(i);
            List<TracedCall> meanwhile = calls.stream()
                    .filter(call -> call.end() >= lock.fromMicros && call.start() < lock.toMicros)
                    .filter(call ->
                            !ThreadName.isOfMachine(threads.get(call.thread()).kind()))
                    .toList();
            for (TracedCall call : Consequences.of(meanwhile, wakeUps, lock.answer.end())) {
                TracedThread thread = threads.get(call.thread());
                counts.add(i, thread, call.name(), wakes(thread, call));
            }
        }
        return counts;
    }

    /** Whether the call wakes another thread, or would if it slept. */
    private boolean wakes(TracedThread thread, TracedCall call) {
        if (!WakeUps.isWrite(call)) {
            return WakeUps.isWake(call) && call.result() > 0;
        }
        Descriptor file = new Descriptor(thread.pid(), call.descriptor());
        return descriptors.isSocket(file) || descriptors.isEventFile(file);
    }
}
