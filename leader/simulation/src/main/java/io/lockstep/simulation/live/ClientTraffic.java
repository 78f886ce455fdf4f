package io.lockstep.simulation.live;

import io.lockstep.common.protocol.Verb;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The requests that the servers of a cluster have received, and the faults that wait for the next ones. Connections of
 * the test's own are left alone. Safe for any thread.
 */
final class ClientTraffic {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final Map<Verb, Queue<Fault>> next = new EnumMap<>(Verb.class);
    private final Map<Verb, Fault> always = new EnumMap<>(Verb.class);
    private final List<Runnable> heldAnswers = new ArrayList<>();
    private final Set<String> exempt = new HashSet<>();

    synchronized void exempt(String clientAddress) {
        exempt.add(clientAddress);
    }

    synchronized boolean isExempt(String clientAddress) {
        return exempt.contains(clientAddress);
    }

    synchronized void next(Verb verb, Fault fault) {
        next.computeIfAbsent(verb, any -> new ArrayDeque<>()).add(fault);
    }

    synchronized void always(Verb verb, Fault fault) {
        always.put(verb, fault);
    }

    synchronized void clear() {
        next.clear();
        always.clear();
    }

    /** Takes a request, and returns what is to happen to it. */
    synchronized Fault received(String clientAddress, RequestLine line) {
        if (isExempt(clientAddress)) {
            return Fault.NONE;
        }
        received.add(line.text());
        return line.verb().map(this::faultFor).orElse(Fault.NONE);
    }

    private Fault faultFor(Verb verb) {
        Queue<Fault> waiting = next.get(verb);
        Fault fault = waiting == null ? null : waiting.poll();
        return fault != null ? fault : always.getOrDefault(verb, Fault.NONE);
    }

    synchronized void hold(Runnable answer) {
        heldAnswers.add(answer);
    }

    synchronized void sendHeldAnswers() {
        heldAnswers.forEach(Runnable::run);
        heldAnswers.clear();
    }

    String awaitLine(String beginning) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            String line = received.poll(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new AssertionError("no request came that begins with " + beginning);
            }
            if (line.startsWith(beginning)) {
                return line;
            }
        }
    }

    List<String> linesSoFar(String beginning) {
        return received.stream().filter(line -> line.startsWith(beginning)).toList();
    }
}
