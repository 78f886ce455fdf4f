package io.lockstep.endtoend.budget;

import io.lockstep.endtoend.budget.Descriptors.Descriptor;
import java.util.ArrayList;
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
 * <p>A thread that was not asleep when another one had work for it makes no such pair of calls, and so is not seen to be
 * woken.
 */
final class WakeUps {

    private static final Set<String> WRITES = Set.of("write", "writev", "sendto", "sendmsg");
    private static final Set<String> READS = Set.of("read", "readv", "recvfrom", "recvmsg");
    private static final Set<String> WAITS = Set.of("poll", "ppoll", "epoll_wait", "epoll_pwait");
    private static final Pattern READY = Pattern.compile("(?:fd=|u32=)(\\d+)");
    private static final Pattern POLLED = Pattern.compile("fd=(\\d+)");

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

    /**
     * @param processOf the process of the thread of a call
     * @param client the servers' end of the connection with the client, who is not traced
     */
    WakeUps(List<TracedCall> calls, ToLongFunction<TracedCall> processOf, Descriptors descriptors, Descriptor client) {
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
    static boolean isWake(TracedCall call) {
        return isFutex(call, "FUTEX_WAKE");
    }

    /** Whether the call writes to a socket or another file. */
    static boolean isWrite(TracedCall call) {
        return WRITES.contains(call.name());
    }

    /** Whether the call has read something. */
    static boolean isRead(TracedCall call) {
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
            if (call.end() <= micros && endedByEvent(call)) {
                TracedCall by = cause(call);
                // A message may take several reads, of which only the first one waits.
                if (by != null || !isRead(call) || descriptorOf(call).equals(client)) {
                    return new Woken(call, by);
                }
            }
        }
        return null;
    }

    private boolean endedByEvent(TracedCall call) {
        if (isFutex(call, "FUTEX_WAIT")) {
            // A time-out is no event.
            return call.result() == 0;
        }
        return isRead(call)
                ? descriptors.isSocket(descriptorOf(call))
                : WAITS.contains(call.name()) && call.result() > 0;
    }

    private @Nullable TracedCall cause(TracedCall wait) {
        if (wait.name().equals("futex")) {
            return lastBefore(futexWakes.get(futexOf(wait)), wait.start(), wait.end());
        }
        TracedCall last = null;
        for (Descriptor ready : readyOf(wait)) {
            TracedCall by = descriptors.isEventFile(ready)
                    ? lastBefore(writes.get(ready), wait.start(), wait.end())
                    : firstUnread(ready, wait);
            if (by != null && (last == null || by.start() > last.start())) {
                last = by;
            }
        }
        return last;
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
