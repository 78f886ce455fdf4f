package io.lockstep.client.bench;

import io.lockstep.client.bench.BenchSettings.Mode;
import io.lockstep.client.bench.BenchSettings.Names;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.Verb;
import java.nio.ByteBuffer;

/** Takes and releases a lock repeatedly, and checks each grant. */
final class LockWorkload implements Workload {

    private static final String WAIT = "1h";

    private final int client;
    private final String name;
    private final Mode mode;
    private final boolean refusable;
    private final Tally tally;
    private final GrantChecker checker;
    private final ByteBuffer lock;
    private final ByteBuffer release;
    private long dueNanos;
    private long tokenFloor;

    /** The token of the current grant; 0 if there is none. */
    private long token;

    LockWorkload(int client, String tag, String name, BenchSettings settings, Tally tally, GrantChecker checker) {
        this.client = client;
        this.name = name;
        this.mode = settings.mode();
        this.refusable = settings.names() == Names.ONE && mode != Mode.SHARED && mode != Mode.HANDOVER;
        this.tally = tally;
        this.checker = checker;
        Line request = Line.request(tag, Verb.LOCK).value(name);
        if (mode == Mode.SHARED) {
            request.option("mode", "shared");
        } else if (mode == Mode.HANDOVER) {
            request.option("wait", WAIT);
        }
        this.lock = BenchConnection.encoded(request);
        this.release = BenchConnection.encoded(Line.request(tag, Verb.RELEASE).value(name));
    }

    @Override
    public ByteBuffer next(long dueNanos) {
        this.dueNanos = dueNanos;
        if (token > 0) {
            checker.releasing(name);
            tally.handingOver(dueNanos);
            return release.rewind();
        }
        tokenFloor = checker.tokenFloor();
        return lock.rewind();
    }

    @Override
    public void answered(BenchAnswer answer, long nowNanos) {
        if (token > 0) {
            released(answer, nowNanos);
        } else if (answer.isOk()) {
            granted(answer, nowNanos);
        } else {
            refused(answer, nowNanos);
        }
    }

    @Override
    public boolean atRest() {
        return token == 0;
    }

    private void granted(BenchAnswer answer, long nowNanos) {
        tally.granted(dueNanos, nowNanos);
        if (mode == Mode.HANDOVER) {
            tally.handedOver(nowNanos);
        }
        token = answer.token();
        String flaw = token > 0 ? checker.granted(name, client, token, tokenFloor, mode == Mode.SHARED) : "NO_TOKEN";
        if (flaw != null) {
            tally.error(flaw);
        }
    }

    private void refused(BenchAnswer answer, long nowNanos) {
        if (refusable && answer.isHeld()) {
            tally.refused(dueNanos, nowNanos);
            return;
        }
        tally.error(answer.word());
        // After a lost answer the client may hold the lock without knowing it; the release comes next.
        token = answer.code() == ErrorCode.ALREADY ? answer.token() : 0;
    }

    private void released(BenchAnswer answer, long nowNanos) {
        ErrorCode code = answer.code();
        if (answer.isOk()) {
            tally.released(dueNanos, nowNanos);
        } else {
            tally.error("RELEASE_" + answer.word());
        }
        // Only after these errors may the client still hold the lock, so it retries.
        boolean mayHold = code != null && code.kind() != ErrorCode.Kind.FINAL;
        token = mayHold ? token : 0;
    }
}
