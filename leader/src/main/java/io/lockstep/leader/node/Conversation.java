package io.lockstep.leader.node;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.ParsedLine;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.RequestParser;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a node says and hears on one client connection. Untagged requests are answered one by one in the order they came;
 * tagged ones at once. Lines beyond the bound of requests in flight stay unread.
 */
public final class Conversation {

    /** Between two looks whether a client that sends no more is there. */
    private static final long THERE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ClientChannel channel;
    private final RequestHandlers handlers;
    private final SessionBinding session;
    private final Watches watches;
    private final int inFlightMax;
    private final Runnable whenClosed;
    private final List<ParsedLine> inLine = new ArrayList<>(0);
    private final Timers timers;
    private int othersInFlight;
    private int parkedCount;
    private boolean orderedInFlight;
    private boolean advancing;
    private boolean reading = true;
    private boolean inputEnded;
    private int pings;
    private boolean closed;

    Conversation(ClientChannel channel, RequestHandlers handlers, NodeServices node, Runnable whenClosed) {
        this.channel = channel;
        this.handlers = handlers;
        this.session = new SessionBinding(node, this);
        this.watches = node.watches();
        this.timers = node.timers();
        this.inFlightMax = node.settings().inFlightMax();
        this.whenClosed = whenClosed;
    }

    ClientChannel channel() {
        return channel;
    }

    SessionBinding session() {
        return session;
    }

    boolean isClosed() {
        return closed;
    }

    /** A line came, without its line end. */
    public void line(String text) {
        if (closed) {
            return;
        }
        session.heard();
        ParsedLine parsed = RequestParser.parse(text);
        if (parsed instanceof ParsedLine.Blank) {
            return;
        }
        int behind = behindLockToCancel(parsed);
        if (behind > 0) {
            inLine.add(behind, parsed);
        } else if (isInOrder(parsed)) {
            inLine.add(parsed);
            advance();
        } else {
            begin(parsed);
        }
        boundInFlight();
    }

    /**
     * Where CANCEL has to wait for its turn because the LOCK that it means does, being behind other untagged requests: just
     * behind it. 0 for anything else.
     */
    private int behindLockToCancel(ParsedLine parsed) {
        if (!(parsed instanceof ParsedLine.Accepted accepted)
                || !(accepted.request() instanceof Request.Cancel cancel)
                || !cancel.tag().isEmpty()
                || (cancel.number() == 0 && session.locksUnderWay().tagged("") != null)) {
            return 0;
        }
        for (int i = 0; i < inLine.size(); i++) {
            if (inLine.get(i) instanceof ParsedLine.Accepted waiting
                    && waiting.request() instanceof Request.Lock lock
                    && (cancel.number() == 0 || cancel.number() == lock.number())) {
                return i + 1;
            }
        }
        return 0;
    }

    /** Untagged requests take their turn; but CANCEL would wait for the very request that it is to end. */
    private static boolean isInOrder(ParsedLine parsed) {
        if (parsed instanceof ParsedLine.Accepted accepted) {
            return accepted.tag().isEmpty() && !(accepted.request() instanceof Request.Cancel);
        }
        return parsed instanceof ParsedLine.Malformed malformed
                && malformed.tag().isEmpty();
    }

    /** A line came that no reader can take further: too long, or not UTF-8. Said at once, then the connection closes. */
    public void unreadable(ErrorCode code, String message) {
        if (!closed) {
            channel.send(Line.error("", code).message(message).text());
            close();
        }
    }

    /** The client sends no more, but may wait for answers: the connection closes when all are given. */
    public void inputEnded() {
        if (!inputEnded) {
            inputEnded = true;
            lookWhetherThere();
        }
        boundInFlight();
    }

    /**
     * Whoever closes altogether looks like one that only sends no more, until something is sent to it. It would stand in
     * line, and keep what it has, for as long as it was ready to wait.
     */
    private void lookWhetherThere() {
        if (!closed) {
            timers.after(THERE_NANOS, () -> {
                push(Line.push("PING").value(Integer.toString(++pings)));
                lookWhetherThere();
            });
        }
    }

    private void advance() {
        if (advancing) {
            return;
        }
        advancing = true;
        while (!inLine.isEmpty() && !closed && !(orderedInFlight && isInOrder(inLine.get(0)))) {
            begin(inLine.remove(0));
        }
        advancing = false;
    }

    private void begin(ParsedLine parsed) {
        if (parsed instanceof ParsedLine.Malformed malformed) {
            Exchange exchange = opened(malformed.tag(), isInOrder(parsed));
            exchange.refuse(malformed.code(), malformed.message());
            if (malformed.code().closes()) {
                close();
            }
        } else if (parsed instanceof ParsedLine.Accepted accepted) {
            if (!(accepted.request() instanceof Request.Pong)) {
                handlers.handle(opened(accepted.tag(), isInOrder(parsed)), accepted.request());
            }
        }
    }

    private Exchange opened(String tag, boolean inOrder) {
        Exchange exchange = new Exchange(this, tag, inOrder);
        if (inOrder) {
            orderedInFlight = true;
        } else {
            othersInFlight++;
        }
        return exchange;
    }

    /** The request stands in line for a lock; that is bounded elsewhere, and others must get through meanwhile. */
    void parked(Exchange exchange) {
        parkedCount++;
        if (!exchange.inOrder()) {
            othersInFlight--;
        }
        boundInFlight();
    }

    void push(Line line) {
        if (!closed) {
            channel.send(line.text());
        }
    }

    void replied(Exchange exchange, Line line) {
        parkedCount -= exchange.isParked() ? 1 : 0;
        if (exchange.inOrder()) {
            orderedInFlight = false;
        } else if (!exchange.isParked()) {
            othersInFlight--;
        }
        if (!closed) {
            channel.send(line.text());
            advance();
            boundInFlight();
        }
    }

    private void boundInFlight() {
        int inFlight = inLine.size() + othersInFlight + (orderedInFlight ? 1 : 0);
        if (closed) {
            return;
        }
        if (inputEnded && inFlight + parkedCount == 0) {
            close();
        } else if (reading != inFlight < inFlightMax) {
            reading = !reading;
            channel.readMore(reading);
        }
    }

    /** The session of this connection is over; says why and closes. */
    void sessionOver(String reason, String message) {
        session.ended();
        bye(reason, message);
    }

    /** Says why and closes. */
    public void bye(String reason, String message) {
        if (!closed) {
            channel.send(
                    Line.push("BYE").option("reason", reason).message(message).text());
            close();
        }
    }

    /** Closes from this side, after what was queued has been sent. */
    void close() {
        if (!closed) {
            channel.close();
            closed();
        }
    }

    /** The connection is closed, from either side. */
    public void closed() {
        if (!closed) {
            closed = true;
            whenClosed.run();
            watches.closed(this);
            session.connectionClosed();
        }
    }
}
