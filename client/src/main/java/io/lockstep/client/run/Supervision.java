package io.lockstep.client.run;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.process.ChildProcess;
import io.lockstep.client.process.Stop;
import io.lockstep.client.process.Terminal;
import io.lockstep.client.process.Watchdog;
import io.lockstep.program.ExitCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Supervises a command and its lock until the command has ended: passes signals on, and ends the command before the
 * cluster may grant the lock to another client. For one thread, once.
 */
final class Supervision {

    /** Interval of setting the watchdog, with the processes of the command. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    /** Signals that a stopped command cannot handle before it continues. */
    private static final Set<String> ENDING = Set.of("INT", "TERM", "HUP");

    private final RunSettings settings;
    private final RunGrant grant;
    private final ChildProcess child;
    private final boolean atTerminal;
    private final Watchdog watchdog;
    private final BlockingQueue<RunEvent> events;
    private final Output output;
    private boolean suspended;
    private @Nullable String lostBecause;

    Supervision(
            RunSettings settings,
            RunGrant grant,
            ChildProcess child,
            boolean atTerminal,
            Watchdog watchdog,
            BlockingQueue<RunEvent> events,
            Output output) {
        this.settings = settings;
        this.grant = grant;
        this.child = child;
        this.atTerminal = atTerminal;
        this.watchdog = watchdog;
        this.events = events;
        this.output = output;
    }

    /** Blocks until the command has ended. */
    RunResult run() throws InterruptedException {
        while (true) {
            RunEvent event = next();
            if (event instanceof RunEvent.Ended ended) {
                return ended(ended.exitStatus());
            }
            if (event instanceof RunEvent.Signalled signalled) {
                passOn(signalled.name());
            } else if (lostBecause == null) {
                lostBecause =
                        event instanceof RunEvent.Lost lost ? lost.why() : "no server has confirmed the lease in time";
                if (settings.stopsOnLoss()) {
                    return stopped(lostBecause);
                }
                output.failure(lost(lostBecause + "; the command continues"));
                watchdog.close();
            }
        }
    }

    /** Waits for the next event; null if there is none while the client can rely on the lock. */
    private @Nullable RunEvent next() throws InterruptedException {
        if (lostBecause != null) {
            return events.take();
        }
        while (true) {
            Duration calm = calm(settings, grant);
            arm(watchdog, settings, grant, child.mark(), child.targets());
            Duration time = calm.compareTo(LOOK) < 0 ? calm : LOOK;
            RunEvent event = events.poll(time.toNanos(), TimeUnit.NANOSECONDS);
            if (event != null || calm(settings, grant).isZero()) {
                return event;
            }
        }
    }

    /** Time until the command must be asked to end, so that it ends within its grace and before the lease. */
    private static Duration calm(RunSettings settings, RunGrant grant) {
        Duration calm = settings.stopsOnLoss() ? grant.left().minus(settings.grace()) : grant.left();
        return calm.isNegative() ? Duration.ZERO : calm;
    }

    /** Sets the watchdog to act a little later than this process would, in case it does not. */
    static void arm(Watchdog watchdog, RunSettings settings, RunGrant grant, String mark, List<String> targets) {
        if (settings.stopsOnLoss()) {
            Duration half = settings.grace().dividedBy(2);
            watchdog.set(calm(settings, grant).plus(half), half, mark, targets);
        }
    }

    private void passOn(String name) throws InterruptedException {
        if (name.equals("INT") && atTerminal && Terminal.isForeground()) {
            // The terminal sends it to this process's whole group, including the command.
            return;
        }
        child.signal(name);
        if (suspended && ENDING.contains(name)) {
            child.signal("CONT");
        }
        suspended = name.equals("TSTP") || (suspended && !name.equals("CONT") && !ENDING.contains(name));
    }

    private RunResult stopped(String why) throws InterruptedException {
        stopAll();
        watchdog.close();
        return RunResult.of("lost", output.failure(lost(why)));
    }

    /** Ends all processes of the command, with as much grace as the lock allows. */
    private void stopAll() throws InterruptedException {
        Duration left = grant.left();
        Duration grace = left.compareTo(settings.grace()) < 0 ? left : settings.grace();
        watchdog.set(grace, Duration.ZERO, child.mark(), child.targets());
        List<Long> undying = Stop.all(child, grace);
        if (!undying.isEmpty()) {
            output.failure(new Failure("DOES_NOT_END", "run: cannot end process " + undying, Map.of(), ExitCode.LOST));
        }
    }

    private RunResult ended(int exitStatus) throws InterruptedException {
        boolean held = lostBecause == null && !grant.left().isZero();
        int leftBehind = settings.keepsBackground() ? 0 : child.running().size();
        if (leftBehind > 0) {
            stopAll();
            output.remark("lockstep: run: the command left " + leftBehind
                    + (leftBehind == 1 ? " process" : " processes") + " running; ended before the lock is released");
        }
        watchdog.close();
        if (!held) {
            String why = lostBecause == null ? "no server has confirmed the lease in time" : lostBecause;
            return lostAtEnd(why + "; the command ended with " + exitStatus);
        }
        if (grant instanceof RunGrant.None) {
            return RunResult.withoutLock(exitStatus);
        }
        return switch (grant.release()) {
            case DONE -> RunResult.ended(exitStatus);
            case GONE -> lostAtEnd("it was no longer held when the command ended with " + exitStatus);
            case UNCONFIRMED -> {
                output.remark("lockstep: run: no server has confirmed the release; the lock expires with its lease");
                yield RunResult.ended(exitStatus);
            }
        };
    }

    private RunResult lostAtEnd(String why) {
        return RunResult.of("lost", output.failure(lost(why)));
    }

    private Failure lost(String why) {
        return Failure.lostWhileRunning(settings.name(), grant.token(), why);
    }
}
