package io.lockstep.simulation.network;

import io.lockstep.simulation.time.Randomness;
import io.lockstep.simulation.time.Scheduler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection. Messages arrive in order, each after a delay; while the direction is blocked they
 * wait, as TCP retransmits. When the connection breaks, only a part of the messages under way arrives.
 */
final class Pipe<T> {

    /** The receiving end. Called in the scheduler's turn, not in the receiver's loop. */
    interface Receiver<T> {

        void received(T message);

        /**
         * Nothing more arrives. {@code orderly} if the other end closed after all its messages; otherwise the link
         * broke.
         */
        void closed(boolean orderly);
    }

    private static final long TRY_AGAIN_MICROS = 40_000;

    /** An end that receives nothing gives up a broken connection after this time at the latest. */
    static final long SILENCE_MICROS_MAX = 3_000_000;

    private record Part<T>(@Nullable T message, boolean orderly, long dueMicros) {}

    private final SimulatedNetwork network;
    private final int from;
    private final int to;
    private final Receiver<T> receiver;
    private final ArrayDeque<Part<T>> underWay = new ArrayDeque<>();
    private long lastDueMicros;
    private boolean ended;
    private boolean severed;
    private boolean pumping;

    Pipe(SimulatedNetwork network, int from, int to, Receiver<T> receiver) {
        this.network = network;
        this.from = from;
        this.to = to;
        this.receiver = receiver;
    }

    /** Sends a message, unless this end is closed or the connection is broken. */
    void send(T message) {
        if (!ended) {
            add(message, true, network.delayMicros());
        }
    }

    /** Closes the sending end in order: everything sent arrives first. */
    void end() {
        if (!ended) {
            ended = true;
            add(null, true, network.delayMicros());
        }
    }

    /** Breaks the connection: some messages under way arrive, then the receiver learns of the break, soon or late. */
    void sever() {
        if (severed) {
            return;
        }
        severed = true;
        ended = true;
        Randomness random = network.random();
        List<Part<T>> parts = new ArrayList<>(underWay);
        underWay.clear();
        int arriving = network.isOpen(from, to) ? random.between(0, parts.size()) : 0;
        underWay.addAll(parts.subList(0, arriving));
        boolean noticesSoon = network.isOpen(from, to) && random.chance(0.7);
        add(null, false, noticesSoon ? network.delayMicros() : random.between(0, SILENCE_MICROS_MAX));
    }

    /** Returns how many messages have been sent and not arrived. */
    int underWay() {
        return underWay.size();
    }

    /** Returns whether a message has waited for a blocked way and is still to be sent again. */
    boolean isHeldUp() {
        Part<T> head = underWay.peek();
        return head != null && head.dueMicros < scheduler().nowMicros();
    }

    boolean isSevered() {
        return severed;
    }

    private void add(@Nullable T message, boolean orderly, long delayMicros) {
        lastDueMicros = Math.max(lastDueMicros, scheduler().nowMicros() + delayMicros);
        underWay.add(new Part<>(message, orderly, lastDueMicros));
        if (!pumping) {
            pumping = true;
            pumpAt(lastDueMicros);
        }
    }

    private void pumpAt(long atMicros) {
        scheduler().after(Math.max(0, atMicros - scheduler().nowMicros()), this::pump);
    }

    private void pump() {
        Part<T> head = underWay.peek();
        if (head == null) {
            pumping = false;
        } else if (head.dueMicros > scheduler().nowMicros()) {
            pumpAt(head.dueMicros);
        } else if (!network.isOpen(from, to) && !severed) {
            pumpAt(scheduler().nowMicros() + network.random().delay(TRY_AGAIN_MICROS));
        } else {
            underWay.remove();
            pumpAt(scheduler().nowMicros());
            if (head.message != null) {
                receiver.received(head.message);
            } else {
                receiver.closed(head.orderly);
            }
        }
    }

    private Scheduler scheduler() {
        return network.scheduler();
    }
}
