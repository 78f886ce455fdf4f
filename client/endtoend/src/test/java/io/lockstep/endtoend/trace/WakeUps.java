package io.lockstep.endtoend.trace;

import io.lockstep.endtoend.trace.Descriptors.Descriptor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which thread woke which, from a trace. A thread that waited was woken by the call of another thread that let its wait
 * return: a FUTEX_WAKE at the address where it waited, a write to the event file of its selector, or a write to the
 * other end of the socket from which it reads.
 *
 * <p>A thread that was not asleep when another one had work for it makes no such pair of calls, and so is not seen to
 * be woken.
 */
public final class WakeUps {

    private static final Set<String> WRITES = Set.of("write", "writev", "sendto", "sendmsg");
    private static final Set<String> READS = Set.of("read", "readv", "recvfrom", "recvmsg");
    private static final Set<String> WAITS = Set.of("poll", "ppoll", "epoll_wait", "epoll_pwait");
    private static final Pattern READY = Pattern.compile("(?:fd=|u32=)(\\d+)");
    private static final Pattern POLLED = Pattern.compile("fd=(\\d+)");

    private static final Pattern DEADLINE = Pattern.compile("tv_sec=(\\d+), tv_nsec=(\\d+)");

    /** Where the clock of the waits that do not use the wall clock begins. */
    private static final double BOOT_MICROS = System.currentTimeMillis() * 1e3 - System.nanoTime() / 1e3;

    /** More than a leader waits before it tells followers of a commit, and less than the loops wait between ticks. */
    private static final double SHORT_REST_MICROS = 5_000;

    private record Futex(long pid, String address) {}

    /** A wait that ended, and the call that ended it; null if that is not known. */
    record Woken(TracedCall waited, @Nullable TracedCall by) {}

    private final ToLongFunction<TracedCall> processOf;
    private final Descriptors descriptors;
    private final Descriptor client;
    private final Map<Long, List<TracedCall>> byThread = new HashMap<>();
    private final Map<Futex, List<TracedCall>> futexWakes = new HashMap<>();
    private final Map<Descriptor, List<TracedCall>> writes = new HashMap<>();
    private final Map<Descriptor, List<TracedCall>> reads = new HashMap<>();
    private final Map<TracedCall, List<TracedCall>> causes = new HashMap<>();

    /**
     * @param processOf the process of the thread of a call
     * @param client the servers' end of the connection with the client, who is not traced
     */
    public WakeUps(
            List<TracedCall> calls, ToLongFunction<TracedCall> processOf, Descriptors descriptors, Descriptor client) {
        this.processOf = processOf;
        this.client = client;
        this.descriptors = descriptors;
        for (TracedCall call : calls) {
            byThread.computeIfAbsent(call.thread(), key -> new ArrayList<>()).add(call);
            if (isWake(call)) {
                futexWakes
                        .computeIfAbsent(futexOf(call), key -> new ArrayList<>())
                        .add(call);
            } else if (isWrite(call)) {
                writes.computeIfAbsent(descriptorOf(call), key -> new ArrayList<>())
                        .add(call);
            } else if (isRead(call)) {
                reads.computeIfAbsent(descriptorOf(call), key -> new ArrayList<>())
                        .add(call);
            }
        }
    }

    /** Whether the call wakes threads that wait in the same process. */
    public static boolean isWake(TracedCall call) {
        return isFutex(call, "FUTEX_WAKE");
    }

    /** Whether the call writes to a socket or another file. */
    public static boolean isWrite(TracedCall call) {
        return WRITES.contains(call.name());
    }

    /** Whether the call has read something. */
    public static boolean isRead(TracedCall call) {
        return READS.contains(call.name()) && call.result() > 0;
    }

    private static boolean isFutex(TracedCall call, String operation) {
        return call.name().equals("futex") && call.arguments().contains(", " + operation);
    }

    private Futex futexOf(TracedCall call) {
        return new Futex(processOf.applyAsLong(call), call.firstArgument());
    }

    private Descriptor descriptorOf(TracedCall call) {
        return new Descriptor(processOf.applyAsLong(call), call.descriptor());
    }

    /** The newest wait of a thread that had ended at this time because something happened; null if there is none. */
    @Nullable
    Woken lastWoken(long thread, double micros) {
        List<TracedCall> calls = byThread.getOrDefault(thread, List.of());
        for (int i = calls.size() - 1; i >= 0; i--) {
            TracedCall call = calls.get(i);
            if (call.end() <= micros && isWait(call) && call.result() >= 0 && !isTimeOut(call)) {
                List<TracedCall> causes = causes(call);
                if (isRequest(call) || !isRestOfMessage(call)) {
                    return new Woken(call, causes.isEmpty() ? null : causes.get(causes.size() - 1));
                }
            }
        }
        return null;
    }

    private static boolean isTimeOut(TracedCall call) {
        return WAITS.contains(call.name()) && call.result() == 0;
    }

    /** Whether a thread waits in this call for other threads. It does not count that it waits for a mutex. */
    boolean isWait(TracedCall call) {
        return isFutex(call, "FUTEX_WAIT_BITSET")
                || WAITS.contains(call.name())
                || (isRead(call) && descriptors.isSocket(descriptorOf(call)));
    }

    /** Whether the client's request ended this wait. */
    boolean isRequest(TracedCall wait) {
        return wait.result() > 0
                && !wait.name().equals("futex")
                && readyOf(wait).contains(client);
    }

    /** Whether this is a read that found what had come with the part before: a message may take several reads. */
    boolean isRestOfMessage(TracedCall call) {
        return isRead(call) && causes(call).isEmpty();
    }

    /** Whether the thread only rested for a moment, so that it goes on with what it did before. */
    static boolean isShortRest(TracedCall wait) {
        Matcher until = DEADLINE.matcher(wait.arguments());
        if (!isFutex(wait, "FUTEX_WAIT_BITSET") || wait.result() == 0 || !until.find()) {
            return false;
        }
        double untilMicros = Long.parseLong(until.group(1)) * 1e6 + Long.parseLong(until.group(2)) / 1e3;
        boolean wall = wait.arguments().contains("FUTEX_CLOCK_REALTIME");
        return untilMicros + (wall ? 0 : BOOT_MICROS) - wait.start() <= SHORT_REST_MICROS;
    }

    /** The calls that ended a wait, in the order of time; none if they are not in the trace. */
    List<TracedCall> causes(TracedCall wait) {
        return causes.computeIfAbsent(wait, this::findCauses);
    }

    private List<TracedCall> findCauses(TracedCall wait) {
        List<TracedCall> found = new ArrayList<>();
        if (wait.name().equals("futex")) {
            if (wait.result() == 0) {
                add(found, lastBefore(futexWakes.get(futexOf(wait)), wait.start(), wait.end()));
            }
        } else if (wait.result() > 0) {
            for (Descriptor ready : readyOf(wait)) {
                add(
                        found,
                        descriptors.isEventFile(ready)
                                ? lastBefore(writes.get(ready), wait.start(), wait.end())
                                : firstUnread(ready, wait));
            }
        }
        found.sort(Comparator.comparingDouble(TracedCall::start));
        return found;
    }

    private static void add(List<TracedCall> calls, @Nullable TracedCall call) {
        if (call != null) {
            calls.add(call);
        }
    }

    /** The files that were ready when a wait ended. */
    List<Descriptor> readyOf(TracedCall wait) {
        if (isRead(wait)) {
            return List.of(descriptorOf(wait));
        }
        boolean epoll = wait.name().startsWith("epoll");
        Matcher each = (epoll ? READY : POLLED).matcher(wait.arguments());
        long pid = processOf.applyAsLong(wait);
        List<Descriptor> ready = new ArrayList<>();
        while (each.find()) {
            Descriptor descriptor = new Descriptor(pid, Integer.parseInt(each.group(1)));
            if (!ready.contains(descriptor)) {
                ready.add(descriptor);
            }
        }
        return ready;
    }

    private static @Nullable TracedCall lastBefore(@Nullable List<TracedCall> calls, double from, double to) {
        TracedCall last = null;
        for (TracedCall call : calls == null ? List.<TracedCall>of() : calls) {
            if (call.end() >= from && call.start() <= to) {
                last = call;
            }
        }
        return last;
    }

    /** The write to the other end of a socket that ended a wait: the first one since this end was read before. */
    private @Nullable TracedCall firstUnread(Descriptor socket, TracedCall wait) {
        Descriptor other = descriptors.otherEnd(socket);
        List<TracedCall> sent = other == null ? List.of() : writes.getOrDefault(other, List.of());
        TracedCall before = null;
        for (TracedCall read : reads.getOrDefault(socket, List.of())) {
            if (read.start() < wait.start()) {
                before = read;
            }
        }
        double begunMicros = before == null ? 0 : before.start();
        double endedMicros = before == null ? 0 : before.end();
        TracedCall meanwhile = null;
        for (TracedCall write : sent) {
            if (write.start() > endedMicros && write.start() <= wait.end()) {
                return write;
            }
            if (write.start() > begunMicros && write.start() <= wait.end()) {
                meanwhile = write;
            }
        }
        return meanwhile;
    }
}
