package io.lockstep.tools.record;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.tools.history.Operation;
import io.lockstep.tools.history.Operation.Kind;
import io.lockstep.tools.history.Operation.Result;
import io.lockstep.tools.record.HistoryFile.HistoryLine;
import io.lockstep.tools.record.RecordedGrants.HeldGrant;
import io.lockstep.tools.record.RequestAttempts.Trouble;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests of one session and records what their answers prove. If an answer proves nothing, the operation
 * stays unknown and the session is abandoned, as it may hold a lock without knowing. Used by one thread.
 */
final class RecordedRequests {

    private static final int HUNDRED = 100;
    private static final int SEVERAL_PERCENT = 10;
    private static final int THOUSAND = 1_000;
    private static final int CUT_PER_THOUSAND = 30;
    private static final int ABANDON_PER_THOUSAND = 2;
    private static final int CANCEL_PER_THOUSAND = 100;
    private static final int WAIT_MILLIS_MAX = 500;
    private static final long STATUS_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long QUIT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final TortureSession session;
    private final RecordedGrants held;
    private final SplittableRandom random;
    private final Recorder recorder;

    /** The last released grant; null if there is none. */
    private @Nullable HeldGrant released;

    RecordedRequests(TortureSession session, RecordedGrants held, SplittableRandom random, Recorder recorder) {
        this.session = session;
        this.held = held;
        this.random = random;
        this.recorder = recorder;
    }

    /** Tries to take the first lock, sometimes both together, with or without waiting. */
    void acquire(String first, String second) throws InterruptedException {
        boolean several = !first.equals(second) && random.nextInt(HUNDRED) < SEVERAL_PERCENT;
        List<String> names = several ? List.of(first, second) : List.of(first);
        long waitMillis = random.nextBoolean() ? 0 : 1 + random.nextInt(WAIT_MILLIS_MAX);
        List<HistoryLine> entries = new ArrayList<>();
        long call = System.nanoTime();
        for (String name : names) {
            entries.add(
                    recorder.begin(Operation.begun(session.client(), Kind.ACQUIRE, name, call, Operation.NO_TOKEN)));
        }
        String line = names.stream().map(LineSyntax::quoted).collect(Collectors.joining(" ", "LOCK ", ""));
        RequestAttempts settlement =
                new RequestAttempts(session, random, recorder, line, waitMillis, trouble(waitMillis));
        ServerLine answer = settlement.run();
        for (HistoryLine entry : entries) {
            acquired(entry, answer, settlement.wasSentBefore());
        }
    }

    private void acquired(HistoryLine entry, @Nullable ServerLine answer, boolean sentBefore) {
        String lock = entry.operation().lock();
        Result result = answer == null ? Result.UNKNOWN : acquired(lock, answer, sentBefore);
        long token = answer != null && result == Result.OK ? answer.number("token", 0) : Operation.NO_TOKEN;
        if (result == Result.OK) {
            held.granted(session, lock, token);
        }
        if (result == Result.UNKNOWN) {
            recorder.leave(entry);
            recorder.add(Operation.expire(session.client(), lock, session.mayEndNanos(), Operation.NO_TOKEN));
            session.giveUp();
        } else {
            recorder.end(entry, result, token);
        }
    }

    static Result acquired(String lock, ServerLine answer, boolean sentBefore) {
        if (answer.kind() == ServerLine.Kind.OK) {
            return Result.OK;
        }
        ErrorCode code = answer.errorCode().orElse(null);
        if (code == ErrorCode.HELD) {
            // Of several locks, only the named one is held; and not even that, if others only wait for it.
            return answer.value().equals(lock) && answer.option("owner") != null ? Result.BUSY : Result.FAIL;
        }
        boolean decided = code == ErrorCode.TIMEOUT || code == ErrorCode.CANCELLED || code == ErrorCode.DEADLOCK;
        return decided || !sentBefore ? Result.FAIL : Result.UNKNOWN;
    }

    /** Releases a grant. */
    void release(HeldGrant grant) throws InterruptedException {
        Result result = settleRelease(grant);
        if (result == Result.OK || result == Result.NOT_HELD) {
            held.ended(session, grant);
            released = grant;
        }
    }

    /** Repeats the last release, although another client may hold the lock by now. */
    void releaseAgain() throws InterruptedException {
        HeldGrant grant = released;
        if (grant != null) {
            settleRelease(grant);
        }
    }

    private Result settleRelease(HeldGrant grant) throws InterruptedException {
        HistoryLine entry = beginRelease(grant);
        String line = "RELEASE " + LineSyntax.quoted(grant.lock()) + " token=" + grant.token();
        RequestAttempts settlement = new RequestAttempts(session, random, recorder, line, 0, trouble(0));
        ServerLine answer = settlement.run();
        Result result = answer == null ? Result.UNKNOWN : released(answer, settlement.wasSentBefore());
        if (result == Result.UNKNOWN) {
            recorder.leave(entry);
        } else {
            recorder.end(entry, result, grant.token());
        }
        if (answer == null
                || result == Result.UNKNOWN
                || answer.errorCode().orElse(null) == ErrorCode.SESSION_EXPIRED) {
            session.giveUp();
        }
        return result;
    }

    private HistoryLine beginRelease(HeldGrant grant) {
        return recorder.begin(
                Operation.begun(session.client(), Kind.RELEASE, grant.lock(), System.nanoTime(), grant.token()));
    }

    private static Result released(ServerLine answer, boolean sentBefore) {
        if (answer.kind() == ServerLine.Kind.OK) {
            return Result.OK;
        }
        ErrorCode code = answer.errorCode().orElse(null);
        if (code == ErrorCode.NOT_HELD || code == ErrorCode.NOT_OWNER || code == ErrorCode.STALE_TOKEN) {
            return Result.NOT_HELD;
        }
        if (sentBefore) {
            return Result.UNKNOWN;
        }
        // A session that has ended holds nothing: this proves more than a release without effect.
        return code == ErrorCode.SESSION_EXPIRED ? Result.NOT_HELD : Result.FAIL;
    }

    /** Ends the session, which releases all its locks. */
    void quit() {
        List<HeldGrant> grants = held.all();
        List<HistoryLine> entries = grants.stream().map(this::beginRelease).toList();
        boolean done = false;
        try {
            ServerLine answer = session.ask("QUIT", System.nanoTime() + QUIT_NANOS);
            done = answer != null && answer.kind() == ServerLine.Kind.OK;
        } catch (IOException e) {
            recorder.event("QUIT without an answer");
        }
        for (int i = 0; i < entries.size(); i++) {
            if (done) {
                recorder.end(entries.get(i), Result.OK, grants.get(i).token());
            } else {
                recorder.leave(entries.get(i));
            }
        }
        session.giveUp();
    }

    /** Asks for the status of a lock, and records the answer if there is one. */
    boolean status(String lock) {
        long call = System.nanoTime();
        try {
            ServerLine answer = session.ask("STATUS " + LineSyntax.quoted(lock) + " read=sync", call + STATUS_NANOS);
            if (answer == null) {
                session.cut();
            } else if (answer.kind() == ServerLine.Kind.OK) {
                boolean isHeld = "held".equals(answer.option("state"));
                recorder.add(Operation.status(
                        session.client(),
                        lock,
                        call,
                        System.nanoTime(),
                        isHeld ? answer.option("owner") : null,
                        isHeld ? answer.number("token", Operation.NO_TOKEN) : Operation.NO_TOKEN));
                return true;
            }
        } catch (IOException e) {
            session.cut();
        }
        return false;
    }

    private Trouble trouble(long waitMillis) {
        int choice = random.nextInt(THOUSAND);
        if (choice < CUT_PER_THOUSAND) {
            return Trouble.CUT;
        }
        int abandon = CUT_PER_THOUSAND + ABANDON_PER_THOUSAND;
        if (choice < abandon) {
            return Trouble.ABANDON;
        }
        return waitMillis > 0 && choice < abandon + CANCEL_PER_THOUSAND ? Trouble.CANCEL : Trouble.NONE;
    }
}
