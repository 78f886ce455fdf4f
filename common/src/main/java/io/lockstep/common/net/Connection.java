package io.lockstep.common.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** One client's connection. All methods are for the loop's thread only; none blocks. */
public final class Connection implements Selected {

    private final EventLoop loop;
    private final Transport transport;
    private final SelectionKey key;
    private final String remoteAddress;
    private final ConnectionHandler handler;
    private final OutboundBuffer outbound;
    private State state = State.OPEN;
    private byte[] unread = LineDecoder.NO_BYTES;
    private boolean paused;
    private boolean inputEnded;
    private boolean endTold;
    private boolean overrun;
    private boolean queuedForFlush;
    private boolean queuedForReading;
    boolean readsCheaply;
    private boolean deadlineRuns;
    private long deadlineNanos;
    private int keptBytes;
    private long heldBytes;

    /** Takes over a non-blocking channel. */
    Connection(EventLoop loop, SocketChannel channel, Transport.Factory transports, LoopSettings settings)
            throws IOException {
        this.loop = loop;
        this.transport = transports.over(channel, () -> loop.execute(() -> ready(System.nanoTime())));
        this.remoteAddress = Addresses.text((InetSocketAddress) channel.getRemoteAddress());
        this.outbound = new OutboundBuffer(settings.outboundBytesMax());
        this.key = channel.register(loop.selector(), SelectionKey.OP_READ, this);
        loop.open().opened(this, ((InetSocketAddress) channel.getRemoteAddress()).getAddress());
        this.handler = loop.owner().opened(this);
    }

    /** Returns {@code address:port} of the client. */
    public String remoteAddress() {
        return remoteAddress;
    }

    /** The subject of the client's certificate, known from the first line on; empty if it has shown none. */
    public Optional<String> certificateSubject() {
        return transport.certificateSubject();
    }

    /** Returns whether lines still arrive and {@link #send} still has an effect. */
    public boolean isOpen() {
        return state == State.OPEN && !overrun;
    }

    /**
     * Queues a line, without its line end. All lines of one turn of the loop go out together at its end. A closed
     * connection ignores the line. If the queue would exceed its bound, the connection is cut.
     */
    public void send(String line) {
        loop.checkThread();
        if (!isOpen()) {
            return;
        }
        overrun = !outbound.add(line);
        count();
        overrun |= loop.heldBytes().isFarExceeded();
        queueFlush();
    }

    /** Says how many bytes the handler keeps for this connection. They count as its memory. */
    public void keeps(int bytes) {
        keptBytes = bytes;
    }

    /** Returns the memory that counts against the bound of all connections. */
    long heldBytes() {
        return heldBytes;
    }

    private void count() {
        int held = outbound.capacity() + unread.length + keptBytes + transport.heldBytes();
        heldBytes = loop.heldBytes().changed(this, heldBytes, state == State.CLOSED ? 0 : held);
    }

    /** Returns how many bytes are queued for the client. */
    public int outboundBytes() {
        return outbound.size();
    }

    /** Closes the connection once all queued bytes are sent, or after two seconds. No further line is delivered. */
    public void close() {
        loop.checkThread();
        if (state == State.OPEN) {
            state = State.FLUSHING;
            unread = LineDecoder.NO_BYTES;
            deadlineNanos = System.nanoTime() + LoopSettings.CLOSING_NANOS_MAX;
            loop.watch(this);
            queueFlush();
        }
    }

    /** Delivers no further line and stops reading from the socket until {@link #resumeReading}. */
    public void pauseReading() {
        loop.checkThread();
        paused = true;
    }

    /** Resumes reading in the next turn of the loop. */
    public void resumeReading() {
        loop.checkThread();
        paused = false;
        queueReading();
    }

    @Override
    public void ready(long nowNanos) {
        if (state == State.CLOSED || !key.isValid()) {
            return;
        }
        if (!isAllSent()) {
            queueFlush();
        }
        if (mayRead() && !loop.reading().putsOff(this)) {
            readNow();
        }
    }

    private void read() {
        LineDecoder decoder = loop.decoder();
        decoder.load(unread);
        try {
            inputEnded = decoder.readFrom(transport) < 0;
        } catch (IOException reset) {
            abort();
            return;
        }
        if (state == State.OPEN) {
            deliver(decoder);
        } else if (inputEnded && state == State.LINGERING) {
            abort();
        } else {
            showInterest();
        }
    }

    /** Delivers lines that were left unread, or else reads more. */
    void readNow() {
        long beganNanos = System.nanoTime();
        boolean goesOn = queuedForReading;
        queuedForReading = false;
        if (goesOn && mayDeliver()) {
            LineDecoder decoder = loop.decoder();
            decoder.load(unread);
            deliver(decoder);
        }
        if ((!goesOn || transport.holdsInput()) && mayRead()) {
            read();
        }
        readsCheaply = System.nanoTime() - beganNanos <= ReadingOrder.COSTLY_NANOS;
    }

    private void deliver(LineDecoder decoder) {
        LineDecoder.Found found = LineDecoder.Found.LINE;
        while (found == LineDecoder.Found.LINE && mayDeliver()) {
            found = decoder.next();
            switch (found) {
                case LINE -> handler.line(decoder.line());
                case TOO_LONG -> {
                    handler.lineTooLong();
                    close();
                }
                case BAD_ENCODING -> {
                    handler.badEncoding();
                    close();
                }
                case NOTHING -> {
                    if (inputEnded && !endTold) {
                        endTold = true;
                        handler.inputEnded();
                    }
                }
            }
        }
        unread = state == State.OPEN && !endTold ? decoder.rest() : LineDecoder.NO_BYTES;
        count();
        showInterest();
    }

    private boolean isAllSent() {
        return outbound.size() == 0 && !transport.holdsOutput();
    }

    private boolean mayRead() {
        return !inputEnded && state != State.CLOSED && (state != State.OPEN || mayDeliver());
    }

    private boolean mayDeliver() {
        return isOpen() && !paused && outbound.size() <= LoopSettings.OUTBOUND_BYTES_HIGH;
    }

    private void queueFlush() {
        if (!queuedForFlush) {
            queuedForFlush = true;
            loop.flushLater(this);
        }
    }

    private void queueReading() {
        if (!queuedForReading && (mayDeliver() || mayRead())) {
            queuedForReading = true;
            loop.reading().inNextTurn(this);
        }
    }

    /** Sends as many queued bytes as the socket takes. The loop calls it at the end of a turn. */
    void flush(long nowNanos) {
        queuedForFlush = false;
        if (state == State.CLOSED) {
            return;
        }
        try {
            int written = overrun ? 0 : outbound.writeTo(transport);
            if (overrun) {
                abort();
            } else if (transport.flush() && outbound.size() == 0) {
                sentAll();
            } else if (state == State.OPEN && (written > 0 || !deadlineRuns)) {
                deadlineRuns = true;
                deadlineNanos = nowNanos + LoopSettings.UNREAD_NANOS_MAX;
                loop.watch(this);
            }
        } catch (IOException reset) {
            abort();
        }
        if (unread.length > 0) {
            queueReading();
        }
        count();
        showInterest();
    }

    private void sentAll() throws IOException {
        deadlineRuns = false;
        if (state == State.FLUSHING) {
            state = State.LINGERING;
            transport.shutdownOutput();
            if (inputEnded) {
                abort();
            }
        }
    }

    /** Returns whether a deadline is running; cuts the connection if it has passed. The loop calls it periodically. */
    boolean isWatched(long nowNanos) {
        if (state == State.CLOSED || (state == State.OPEN && isAllSent())) {
            return false;
        }
        if (nowNanos - deadlineNanos > 0) {
            abort();
        }
        return state != State.CLOSED;
    }

    private void showInterest() {
        if (state == State.CLOSED) {
            return;
        }
        if (transport.holdsInput() && mayRead()) {
            queueReading();
        }
        int interest = transport.interest(mayRead(), outbound.size() > 0);
        if (key.interestOps() != interest) {
            key.interestOps(interest);
        }
    }

    /** Closes at once. Queued bytes are lost. */
    @Override
    public void abort() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        outbound.clear();
        unread = LineDecoder.NO_BYTES;
        count();
        transport.close();
        loop.open().closed(this);
        handler.closed();
    }
}
