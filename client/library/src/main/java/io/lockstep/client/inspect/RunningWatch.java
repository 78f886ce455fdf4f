package io.lockstep.client.inspect;

import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Reply;
import io.lockstep.client.session.ClientSession;
import io.lockstep.client.session.LockWatch;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ServerLine;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A watch of one lock, or of all with a common prefix, until it is closed. It has a thread of its own, on which it
 * tells the events in their order. It goes on at another server when one fails.
 */
public final class RunningWatch implements AutoCloseable {

    private static final long PAUSE_MILLIS = 200;

    private final ClientSession session;
    private final LockWatch watch;
    private final Consumer<WatchEvent> told;
    private final Consumer<RunningWatch> onEnd;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Sends nothing yet. The owner of the session passes on its pushes and connections.
     *
     * @param name of the lock; empty for all with the prefix
     * @param end told once the watch is over
     */
    public RunningWatch(
            ClientSession session, String name, String prefix, Consumer<WatchEvent> to, Consumer<RunningWatch> end) {
        this.session = session;
        this.watch = new LockWatch(session, name, prefix, line -> to.accept(WatchEvent.of(line)));
        this.told = to;
        this.onEnd = end;
    }

    /** Starts its thread. */
    public void start(ThreadFactory threads) {
        Thread thread = threads.newThread(this::run);
        thread.setName("lockstep-watch");
        thread.start();
    }

    private void run() {
        try {
            boolean goesOn = true;
            while (goesOn && closed.getCount() > 0 && !session.isClosed()) {
                goesOn = !isRefused(watch.run());
                boolean over = closed.await(goesOn ? PAUSE_MILLIS : 0, TimeUnit.MILLISECONDS);
                goesOn &= !over;
            }
            if (!session.isClosed()) {
                watch.unwatch();
            }
        } catch (InterruptedException e) {
            // The thread is the watch's own, and ends here in any case.
            Thread.currentThread().interrupt();
        } finally {
            onEnd.accept(this);
        }
    }

    /** Whether it cannot go on; then the last event says why. */
    private boolean isRefused(CallOutcome outcome) {
        if (!(outcome instanceof CallOutcome.Answered answered)) {
            return false;
        }
        Reply reply = answered.reply();
        boolean refused = !reply.ok() && reply.kind() == ErrorCode.Kind.FINAL;
        if (refused) {
            told.accept(new WatchEvent("ENDED", "", 0, 0, reply.line().message()));
        }
        return refused;
    }

    /** Takes a push of the session. */
    public void pushed(ServerLine push) {
        watch.pushed(push);
    }

    /** The session has moved to another connection. */
    public void connected() {
        watch.connected();
    }

    /** Ends the watch. Does not block; an event that is being told may still arrive. */
    @Override
    public void close() {
        closed.countDown();
        watch.end();
    }
}
