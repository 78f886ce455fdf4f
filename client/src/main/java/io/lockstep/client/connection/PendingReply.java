package io.lockstep.client.connection;

import io.lockstep.common.protocol.ServerLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One request that has been sent: the reader thread brings its answer, the caller waits for it. */
final class PendingReply {

    private final List<ServerLine> rows = new ArrayList<>();
    private final CountDownLatch settled = new CountDownLatch(1);
    private volatile @Nullable Outcome outcome;

    /** Takes one more row; false if there are more than any answer may have. Reader thread only. */
    boolean row(ServerLine row, int rowsMax) {
        rows.add(row);
        return rows.size() <= rowsMax;
    }

    /** Reader thread only. */
    void answered(ServerLine reply) {
        settle(new Outcome.Answered(new Reply(reply, rows)));
    }

    /** The connection ended before the answer came. */
    void broken(String why) {
        settle(new Outcome.Unknown(why));
    }

    private void settle(Outcome settledAs) {
        outcome = settledAs;
        settled.countDown();
    }

    /** Waits for the answer; without one in time, the outcome is unknown. */
    Outcome await(Duration timeout) throws InterruptedException {
        boolean inTime = settled.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        Outcome known = outcome;
        return inTime && known != null ? known : new Outcome.Unknown("the server did not answer in time");
    }
}
