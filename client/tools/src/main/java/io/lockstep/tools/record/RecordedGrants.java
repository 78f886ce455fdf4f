package io.lockstep.tools.record;

import io.lockstep.tools.history.Operation;
import io.lockstep.tools.record.HistoryFile.HistoryLine;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The grants that a session knows of, each with the line that records when it may end. Used by one thread. */
final class RecordedGrants {

    /** A grant. {@code end} is its line in the history. */
    record HeldGrant(String lock, long token, HistoryLine end) {}

    private final Recorder recorder;
    private final List<HeldGrant> grants = new ArrayList<>();

    RecordedGrants(Recorder recorder) {
        this.recorder = recorder;
    }

    void granted(TortureSession session, String lock, long token) {
        HistoryLine end = recorder.begin(Operation.expire(session.client(), lock, session.mayEndNanos(), token));
        grants.add(new HeldGrant(lock, token, end));
    }

    /** Removes a grant that has ended or is unknown, after a last update of its line. */
    void ended(TortureSession session, HeldGrant grant) {
        Operation end = grant.end().operation();
        grant.end().become(Operation.expire(end.client(), end.lock(), session.mayEndNanos(), end.token()));
        recorder.leave(grant.end());
        grants.remove(grant);
    }

    boolean isEmpty() {
        return grants.isEmpty();
    }

    int size() {
        return grants.size();
    }

    HeldGrant any(SplittableRandom random) {
        return grants.get(random.nextInt(grants.size()));
    }

    List<HeldGrant> all() {
        return List.copyOf(grants);
    }
}
