package io.lockstep.tools.record;

import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ServerLine;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A session over raw sockets, which its client can cut and move. It counts only renewals that a server has confirmed.
 * Used by one thread.
 */
final class TortureSession {

    private static final int CONNECT_MILLIS = 500;
    private static final long HELLO_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int PINGS_PER_LEASE = 5;

    private final List<HostPort> servers;
    private final SplittableRandom random;
    private final Recorder recorder;
    private @Nullable Wire wire;

    /** The client id: the owner in STATUS, and so the session's name in the history. */
    private String client = "";

    private long number;

    /** The key; empty if the session ends with its connection and cannot be resumed. */
    private String key = "";

    private long ttlNanos;
    private long confirmedNanos;
    private long answeredNanos;
    private long pingNanos;
    private int tags;
    private long requests;
    private boolean over;

    TortureSession(List<HostPort> servers, SplittableRandom random, Recorder recorder) {
        this.servers = servers;
        this.random = random;
        this.recorder = recorder;
    }

    /** Opens the session at a random server; false without an answer: a session that exists anyway is never used. */
    boolean open(long ttlMillis, boolean plain) {
        try {
            wire = connect();
            long sentNanos = System.nanoTime();
            ServerLine opened = ask(plain ? "WHOAMI" : "HELLO ttl=" + ttlMillis + "ms", sentNanos + HELLO_NANOS);
            if (opened == null || opened.kind() != ServerLine.Kind.OK) {
                cut();
                return false;
            }
            client = opened.options().getOrDefault("client", "");
            number = opened.number("session", 0);
            key = opened.options().getOrDefault("key", "");
            ttlNanos = TimeUnit.MILLISECONDS.toNanos(
                    Durations.parseMillis(opened.options().getOrDefault("ttl", "")));
            confirmedNanos = sentNanos;
            recorder.requireOwnName(client, number);
            recorder.event(plain ? "session without HELLO" : "session");
            return true;
        } catch (IOException e) {
            cut();
            return false;
        }
    }

    private Wire connect() throws IOException {
        return new Wire(servers.get(random.nextInt(servers.size())), CONNECT_MILLIS);
    }

    String client() {
        return client;
    }

    boolean isConnected() {
        return wire != null;
    }

    /** Whether the session has certainly ended, or was abandoned. */
    boolean isOver() {
        return over;
    }

    void giveUp() {
        cut();
        over = true;
    }

    /** The next request number for LOCK or RELEASE. */
    long nextRequest() {
        return ++requests;
    }

    /**
     * The time from which the cluster may end the session without further renewals, as far as this client can know.
     */
    long mayEndNanos() {
        // Without HELLO a session ends when a server sees the connection break, which the client may learn much later.
        return key.isEmpty() ? answeredNanos : confirmedNanos + ttlNanos;
    }

    long ttlNanos() {
        return ttlNanos;
    }

    /** Closes the connection without QUIT. */
    void cut() {
        Wire old = wire;
        wire = null;
        if (old != null) {
            old.close();
        }
        over |= key.isEmpty();
    }

    /** Resumes the session at a random server; false if that fails. An older connection may still be open. */
    boolean resume() {
        if (over || key.isEmpty()) {
            over = true;
            return false;
        }
        Wire old = wire;
        try {
            wire = connect();
            long sentNanos = System.nanoTime();
            ServerLine answer = ask("HELLO session=" + number + " key=" + key, sentNanos + HELLO_NANOS);
            boolean resumed = answer != null && answer.kind() == ServerLine.Kind.OK;
            if (resumed) {
                confirmedNanos = Math.max(confirmedNanos, sentNanos);
                recorder.event("taken up");
            } else {
                over = answer != null && answer.errorCode().orElse(null) == ErrorCode.SESSION_EXPIRED;
                cut();
            }
            return resumed;
        } catch (IOException e) {
            cut();
            return false;
        } finally {
            if (old != null) {
                old.close();
            }
        }
    }

    /**
     * Sends a request and waits for its answer; keeps the session alive meanwhile.
     *
     * @return null if there is no answer in time
     * @throws IOException if the connection breaks, or there is none
     */
    @Nullable
    ServerLine ask(String request, long deadlineNanos) throws IOException {
        long sentNanos = System.nanoTime();
        String tag = send(request);
        while (true) {
            ServerLine line = next(deadlineNanos);
            if (line == null && deadlineNanos - System.nanoTime() <= 0) {
                return null;
            }
            if (line != null && line.tag().equals(tag) && line.isReply()) {
                answeredNanos = sentNanos;
                return line;
            }
        }
    }

    /** Sends a request, and returns its tag. */
    String send(String request) throws IOException {
        String tag = "#" + ++tags;
        wire().send(tag + " " + request);
        return tag;
    }

    /** The next line, except for answers to keep-alives; null if it is time to check again. */
    @Nullable
    ServerLine next(long deadlineNanos) throws IOException {
        long pingEveryNanos = ttlNanos > 0 ? ttlNanos / PINGS_PER_LEASE : HELLO_NANOS;
        long now = System.nanoTime();
        if (ttlNanos > 0 && now - pingNanos > pingEveryNanos) {
            pingNanos = now;
            wire().send("#p" + now % 1_000_000_000 + " PING");
        }
        ServerLine line = wire().next(Math.min(deadlineNanos, now + pingEveryNanos));
        if (line == null) {
            return null;
        }
        if (line.kind() == ServerLine.Kind.PUSH) {
            pushed(line);
        } else if (line.tag().equals("#p" + pingNanos % 1_000_000_000)) {
            ponged(line);
        } else {
            return line;
        }
        return null;
    }

    private void ponged(ServerLine pong) {
        long agoMillis = Durations.parseMillis(pong.options().getOrDefault("renewed", ""));
        answeredNanos = pingNanos;
        if (agoMillis >= 0) {
            confirmedNanos = Math.max(confirmedNanos, pingNanos - TimeUnit.MILLISECONDS.toNanos(agoMillis));
        }
    }

    private void pushed(ServerLine push) throws IOException {
        if (push.word().equals("PING")) {
            wire().send("PONG " + push.value());
        } else if (push.word().equals("BYE")) {
            over |= push.options().getOrDefault("reason", "").equals("expired");
            throw new IOException(push.message());
        }
    }

    private Wire wire() throws IOException {
        Wire present = wire;
        if (present == null) {
            throw new IOException("not connected");
        }
        return present;
    }
}
