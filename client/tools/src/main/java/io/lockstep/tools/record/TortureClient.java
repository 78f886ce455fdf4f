package io.lockstep.tools.record;

import io.lockstep.tools.history.Operation;
import io.lockstep.tools.history.Operation.Kind;
import io.lockstep.tools.record.HistoryFile.HistoryLine;
import io.lockstep.tools.record.RecordedGrants.HeldGrant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** One client: opens one session after the other and takes random steps in each. Runs on a thread of its own. */
final class TortureClient {

    private static final int HUNDRED = 100;
    private static final int THOUSAND = 1_000;
    private static final int HELD_MAX = 2;
    private static final int WITHOUT_HELLO_PERCENT = 10;
    private static final int REOPEN_MILLIS = 50;

    private final TortureSettings settings;
    private final Resource resource;
    private final Recorder recorder;
    private final SplittableRandom random;

    /** Locks that were held when a session ended; their status is read later. */
    private final Deque<String> suspects = new ArrayDeque<>();

    private TortureSession session;
    private RecordedGrants held;
    private RecordedRequests requests;

    TortureClient(TortureSettings settings, Resource resource, Recorder recorder, SplittableRandom random) {
        this.settings = settings;
        this.resource = resource;
        this.recorder = recorder;
        this.random = random;
        session = new TortureSession(settings.servers(), random, recorder);
        held = new RecordedGrants(recorder);
        requests = new RecordedRequests(session, held, random, recorder);
    }

    /** Runs until this time, and leaves some locks held. */
    void run(long endNanos) throws InterruptedException {
        open(endNanos);
        while (endNanos - System.nanoTime() > 0) {
            pause();
            if (!session.isConnected() && !session.isOver()) {
                session.resume();
            } else if (!session.isOver()) {
                step();
            }
            if (session.isOver()) {
                leave();
                open(endNanos);
            }
        }
        if (random.nextBoolean()) {
            requests.quit();
        }
        session.giveUp();
        leave();
    }

    private void open(long endNanos) throws InterruptedException {
        while (endNanos - System.nanoTime() > 0) {
            session = new TortureSession(settings.servers(), random, recorder);
            held = new RecordedGrants(recorder);
            requests = new RecordedRequests(session, held, random, recorder);
            if (session.open(settings.ttl().toMillis(), chance(WITHOUT_HELLO_PERCENT))) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(REOPEN_MILLIS));
        }
        session.giveUp();
    }

    /** Drops the session; the cluster may not know of its end yet. */
    private void leave() {
        for (HeldGrant grant : held.all()) {
            suspects.add(grant.lock());
            held.ended(session, grant);
        }
    }

    private void step() throws InterruptedException {
        int choice = random.nextInt(THOUSAND);
        if (!suspects.isEmpty()) {
            requests.status(suspects.pop());
        } else if (choice < 2) {
            fallSilent();
        } else if (choice < 5) {
            requests.quit();
        } else if (choice < 20) {
            move();
        } else if (choice < 35) {
            requests.releaseAgain();
        } else if (choice < 150) {
            requests.status(anyLock());
        } else if (held.isEmpty() || (held.size() < HELD_MAX && choice < 250)) {
            requests.acquire(anyLock(), anyLock());
        } else if (choice < 450) {
            write();
        } else {
            requests.release(held.any(random));
        }
    }

    private void write() {
        HeldGrant grant = held.any(random);
        HistoryLine entry = recorder.begin(
                Operation.begun(session.client(), Kind.WRITE, grant.lock(), System.nanoTime(), grant.token()));
        recorder.end(entry, resource.write(grant.lock(), grant.token()), grant.token());
    }

    /** Moves to a random server, sometimes before the old connection is closed. */
    private void move() {
        if (random.nextBoolean()) {
            session.cut();
        }
        session.resume();
    }

    /** Falls silent and continues later, as a paused process does. */
    private void fallSilent() throws InterruptedException {
        recorder.event("fell silent");
        TimeUnit.NANOSECONDS.sleep(random.nextLong(2 * session.ttlNanos()));
        if (!held.isEmpty()) {
            write();
        }
    }

    private void pause() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(random.nextLong(2 * settings.pause().toNanos() + 1));
    }

    private String anyLock() {
        return settings.lockNames().get(random.nextInt(settings.locks()));
    }

    private boolean chance(int percent) {
        return random.nextInt(HUNDRED) < percent;
    }
}
