package io.lockstep.common.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** One client's connection. All methods are for the loop's thread only, and none blocks. */
public final class Connection implements Selected {

    private enum State {
        OPEN,
        /** Closed by the owner; what is queued still goes out. */
        FLUSHING,
        /**
         * All is sent. The client's last bytes are read and dropped, else the system would tear up what it has not
         * read.
         */
        LINGERING,
        CLOSED
    }

    /** While more than this waits to be read by the client, its requests are left unread. */
    private static final int OUTBOUND_BYTES_HIGH = 64 * 1024;

    /** A client that reads nothing of what waits for it for so long is cut. */
    private static final long UNREAD_NANOS_MAX = 30_000_000_000L;

    /** A connection closed by the owner is gone after so long, whatever the client does. */
    private static final long CLOSING_NANOS_MAX = 2_000_000_000L;

    private final EventLoop loop;
    private final SocketChannel channel;
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
    private long deadlineNanos;

    /** Takes over a channel that does not block. */
    Connection(EventLoop loop, SocketChannel channel, LoopSettings settings) throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.remoteAddress = Addresses.text((InetSocketAddress) channel.getRemoteAddress());
        this.outbound = new OutboundBuffer(settings.outboundBytesMax());
        this.key = channel.register(loop.selector(), SelectionKey.OP_READ, this);
        loop.opened();
        this.handler = loop.owner().opened(this);
    }

    /** {@code address:port} of the client. */
    public String remoteAddress() {
        return remoteAddress;
    }

    /** Whether lines still come and {@link #send} still has an effect. */
    public boolean isOpen() {
        return state == State.OPEN && !overrun;
    }

    /**
     * Queues a line, without its line end; it goes out at the end of this turn of the loop, together with others.
     * Ignored once the connection is closed. If more bytes would wait than the bound, the connection is cut.
     */
    public void send(String line) {
        loop.checkThread();
        if (!isOpen()) {
            return;
        }
        overrun = !outbound.add(line);
        queueFlush();
    }

    /** How many bytes wait for the client to read. */
    public int outboundBytes() {
        return outbound.size();
    }

    /** Closes when all that was queued has been sent, or after two seconds. No line is delivered any more. */
    public void close() {
        loop.checkThread();
        if (state == State.OPEN) {
            state = State.FLUSHING;
            unread = LineDecoder.NO_BYTES;
            deadlineNanos = System.nanoTime() + CLOSING_NANOS_MAX;
            loop.watch(this);
            queueFlush();
        }
    }

    /** Delivers no more lines, and reads nothing more from the socket, until {@link #resumeReading}. */
    public void pauseReading() {
        loop.checkThread();
        paused = true;
    }

    /** Goes on reading, from the next turn of the loop. */
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
        if (key.isWritable()) {
            queueFlush();
        }
        if (state != State.CLOSED && key.isReadable() && mayRead()) {
            read();
        }
    }

    private void read() {
        LineDecoder decoder = loop.decoder();
        decoder.load(unread);
        int count;
        try {
            count = decoder.readFrom(channel);
        } catch (IOException reset) {
            abort();
            return;
        }
        inputEnded = count < 0;
        if (state == State.OPEN) {
            deliver(decoder);
        } else if (inputEnded && state == State.LINGERING) {
            abort();
        } else {
            showInterest();
        }
    }

    /** Delivers lines that were left unread. Called by the loop, at the beginning of a turn. */
    void continueReading() {
        queuedForReading = false;
        if (mayDeliver()) {
            LineDecoder decoder = loop.decoder();
            decoder.load(unread);
            deliver(decoder);
        }
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
        showInterest();
    }

    private boolean mayRead() {
        return !inputEnded && (state != State.OPEN || mayDeliver());
    }

    private boolean mayDeliver() {
        return isOpen() && !paused && outbound.size() <= OUTBOUND_BYTES_HIGH;
    }

    private void queueFlush() {
        if (!queuedForFlush) {
            queuedForFlush = true;
            loop.flushLater(this);
        }
    }

    private void queueReading() {
        if (!queuedForReading && mayDeliver()) {
            queuedForReading = true;
            loop.readLater(this);
        }
    }

    /** Sends what is queued, as far as the client reads it. Called by the loop, at the end of a turn. */
    void flush(long nowNanos) {
        queuedForFlush = false;
        if (state == State.CLOSED) {
            return;
        }
        try {
            int written = overrun ? 0 : outbound.writeTo(channel);
            if (overrun) {
                abort();
            } else if (outbound.size() == 0) {
                sentAll();
            } else if (state == State.OPEN && (written > 0 || (key.interestOps() & SelectionKey.OP_WRITE) == 0)) {
                deadlineNanos = nowNanos + UNREAD_NANOS_MAX;
                loop.watch(this);
            }
        } catch (IOException reset) {
            abort();
        }
        if (unread.length > 0) {
            queueReading();
        }
        showInterest();
    }

    private void sentAll() throws IOException {
        if (state == State.FLUSHING) {
            state = State.LINGERING;
            channel.shutdownOutput();
            if (inputEnded) {
                abort();
            }
        }
    }

    /** Whether a deadline still stands; past it the connection is cut. Called by the loop, now and then. */
    boolean isWatched(long nowNanos) {
        if (state == State.CLOSED || (state == State.OPEN && outbound.size() == 0)) {
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
        boolean writes = outbound.size() > 0;
        int interest = (mayRead() ? SelectionKey.OP_READ : 0) | (writes ? SelectionKey.OP_WRITE : 0);
        if (key.interestOps() != interest) {
            key.interestOps(interest);
        }
    }

    /** Closes at once; what is queued is lost. */
    @Override
    public void abort() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        outbound.clear();
        unread = LineDecoder.NO_BYTES;
        try {
            channel.close();
        } catch (IOException alreadyBroken) {
            // The descriptor is given back all the same, and there is nobody to tell.
        }
        loop.closed();
        handler.closed();
    }
}
