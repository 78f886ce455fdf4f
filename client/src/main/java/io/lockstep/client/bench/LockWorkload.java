package io.lockstep.client.bench;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import java.nio.ByteBuffer;

/** Takes and releases a lock repeatedly, and checks each grant. */
final class LockWorkload implements Workload {

    private final int client;
    private final String name;
    private final boolean shared;
    private final Tally tally;
    private final GrantChecker checker;
    private final ByteBuffer lock;
    private final ByteBuffer release;
    private long sentNanos;
    private long tokenFloor;

    /** The token of the current grant; 0 if there is none. */
    private long token;

    LockWorkload(int client, String name, BenchSettings.Names names, Tally tally, GrantChecker checker) {
        this.client = client;
        this.name = name;
        this.shared = names == BenchSettings.Names.ONE;
        this.tally = tally;
        this.checker = checker;
        this.lock = BenchClient.encoded(Line.request("", Verb.LOCK).value(name));
        this.release = BenchClient.encoded(Line.request("", Verb.RELEASE).value(name));
    }

    @Override
    public ByteBuffer next(long nowNanos) {
        sentNanos = nowNanos;
        if (token > 0) {
            checker.releasing(name);
            return release.rewind();
        }
        tokenFloor = checker.tokenFloor();
        return lock.rewind();
    }

    @Override
    public void answered(ServerLine reply, long nowNanos) {
        long nanos = nowNanos - sentNanos;
        if (token > 0) {
            released(reply, nanos);
        } else if (reply.kind() == ServerLine.Kind.OK) {
            granted(reply, nanos);
        } else {
            refused(reply);
        }
    }

    @Override
    public boolean atRest() {
        return token == 0;
    }

    private void granted(ServerLine reply, long nanos) {
        tally.granted(nanos);
        token = reply.number("token", 0);
        String flaw = token > 0 ? checker.granted(name, client, token, tokenFloor) : "NO_TOKEN";
        if (flaw != null) {
            tally.error(flaw);
        }
    }

    private void refused(ServerLine reply) {
        ErrorCode code = reply.errorCode().orElse(null);
        if (shared && code == ErrorCode.HELD) {
            tally.refused();
            return;
        }
        tally.error(reply.word());
        // After a lost answer the client may hold the lock without knowing it; the release comes next.
        token = code == ErrorCode.ALREADY ? reply.number("token", 0) : 0;
    }

    private void released(ServerLine reply, long nanos) {
        ErrorCode code = reply.errorCode().orElse(null);
        if (reply.kind() == ServerLine.Kind.OK) {
            tally.released(nanos);
        } else {
            tally.error("RELEASE_" + reply.word());
        }
        // Only after these errors may the client still hold the lock, so it retries.
        boolean mayHold = code != null && code.kind() != ErrorCode.Kind.FINAL;
        token = mayHold ? token : 0;
    }
}
