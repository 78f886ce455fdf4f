package io.lockstep.client.run;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Reply;
import io.lockstep.client.process.ChildCommand;
import io.lockstep.client.process.ChildProcess;
import io.lockstep.client.process.Descriptor;
import io.lockstep.client.process.Executable;
import io.lockstep.client.process.Terminal;
import io.lockstep.client.process.Watchdog;
import io.lockstep.client.session.ClientSession;
import io.lockstep.client.session.SessionIdentity;
import io.lockstep.client.session.SessionListener;
import io.lockstep.client.session.SessionSettings;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.program.ExitCode;
import io.lockstep.program.Signals;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Takes a lock, runs a command while it is held, and releases the lock. For one thread, once. */
public final class LockedRun {

    /** Signals that end the wait for the lock, and that are passed on to a running command. */
    private static final List<String> ENDING = List.of("HUP", "INT", "TERM", "USR1", "USR2");

    /** Signals that are passed on, but not handled before. A command at a terminal gets most of these from there. */
    private static final List<String> ELSE = List.of("WINCH", "TSTP", "CONT");

    private static final List<String> ELSE_AT_TERMINAL = List.of("CONT");

    private final RunSettings settings;
    private final Output output;
    private final LossListener losses;
    private final ClientSession session;
    private final LockAttempt acquisition;
    private final Map<String, String> environment;
    private final String userToken;
    private final BlockingQueue<RunEvent> events = new LinkedBlockingQueue<>();
    private final List<Descriptor> descriptors = Descriptor.inherited();
    private @Nullable String givenUpBy;
    private boolean running;

    /**
     * Creates a run without starting anything.
     *
     * @param remarks a listener for the events of the session
     * @param environment the environment of this process
     * @param userToken the token of the user in it; empty if it has none
     */
    public LockedRun(
            RunSettings settings,
            SessionSettings session,
            SessionListener remarks,
            Output output,
            Map<String, String> environment,
            String userToken) {
        this.settings = settings;
        this.output = output;
        this.environment = environment;
        this.userToken = userToken;
        this.losses = new LossListener(settings.lock().values(), remarks, why -> events.add(new RunEvent.Lost(why)));
        this.session = new ClientSession(session, losses);
        this.acquisition = new LockAttempt(
                this.session, session.timeout(), settings.unavailable() == RunSettings.Unavailable.WAIT);
    }

    /** Runs to the end and returns the exit status for this process. Blocks. */
    public int run() throws InterruptedException {
        OutcomeFile outcome = new OutcomeFile(settings.outcome());
        try {
            outcome.begin();
            RunResult result = attempt();
            outcome.end(result);
            return result.exitStatus();
        } catch (IOException e) {
            return output.failure(new Failure(
                    "CANNOT_CREATE",
                    "run: cannot write the outcome file: " + e.getMessage(),
                    Map.of(),
                    ExitCode.CANNOT_CREATE));
        }
    }

    private RunResult attempt() throws InterruptedException {
        int cannotRun = checkCommand();
        if (cannotRun != ExitCode.OK) {
            return RunResult.of("cannot-run", cannotRun);
        }
        Signals signals = Signals.on(ENDING, this::signalled);
        try (session;
                signals) {
            EnclosingRuns enclosing = EnclosingRuns.of(environment);
            Optional<Failure> nested = enclosing.conflict(session, settings.lock());
            if (nested.isPresent()) {
                return RunResult.of("refused", output.failure(nested.get()));
            }
            CallOutcome outcome = acquisition.acquire(settings.lock(), settings.patience());
            String signal = endOfWait();
            if (signal != null) {
                return RunResult.signal(Signals.number(signal));
            }
            Optional<Reply> granted = outcome.success();
            return granted.isPresent() ? runWith(granted.get().line().number("token", 0)) : runWithout(outcome);
        }
    }

    private RunResult runWithout(CallOutcome outcome) throws InterruptedException {
        boolean unavailable = Failure.isUnavailable(settings.lock(), outcome);
        if (unavailable && settings.unavailable() == RunSettings.Unavailable.RUN) {
            Failure why = Failure.of(settings.lock(), outcome).orElseThrow();
            output.remark("lockstep: run: the command runs without the lock: " + why.text());
            return start(new RunGrant.None(), 0, Instant.now());
        }
        int code = output.outcome(settings.lock(), outcome);
        return switch (code) {
            case ExitCode.NOT_ACQUIRED -> RunResult.of("not-acquired", settings.notAcquiredCode());
            case ExitCode.UNAVAILABLE -> RunResult.of("unavailable", code);
            case ExitCode.OUTCOME_UNKNOWN -> RunResult.of("unknown", code);
            default -> RunResult.of("refused", code);
        };
    }

    private int checkCommand() {
        String program = settings.command().get(0);
        return switch (Executable.of(program, path())) {
            case RUNNABLE -> ExitCode.OK;
            case NOT_EXECUTABLE -> cannotRun(program, "it is not executable", ExitCode.NOT_EXECUTABLE);
            case MISSING -> cannotRun(program, "no such program", ExitCode.NOT_FOUND);
        };
    }

    private String path() {
        return environment.getOrDefault("PATH", "");
    }

    private int cannotRun(String program, String why, int code) {
        return output.failure(new Failure(
                "CANNOT_RUN", "run: cannot run " + LineSyntax.quoted(program) + ": " + why, Map.of(), code));
    }

    /** Safe for any thread. */
    private void signalled(String name) {
        synchronized (this) {
            if (running) {
                events.add(new RunEvent.Signalled(name));
                return;
            }
            givenUpBy = givenUpBy == null ? name : givenUpBy;
        }
        acquisition.giveUp();
    }

    /** Returns the signal that ended the wait; null if there is none, and from now on signals go to the command. */
    private synchronized @Nullable String endOfWait() {
        running = givenUpBy == null;
        return givenUpBy;
    }

    private RunResult runWith(long token) throws InterruptedException {
        SessionIdentity identity = session.identity();
        if (identity == null || session.leaseLeft(identity.session()).isZero()) {
            return RunResult.of(
                    "lost",
                    output.failure(Failure.lostWhileRunning(settings.name(), token, "the session ended at once")));
        }
        losses.granted(token);
        RunGrant grant =
                new RunGrant.Held(session, identity.session(), settings.lock().values(), token);
        return start(grant, identity.session(), Instant.now().plus(grant.left()));
    }

    private RunResult start(RunGrant grant, long session, Instant deadline) throws InterruptedException {
        if (!ChildProcess.isGuarded()) {
            output.remark(
                    "lockstep: run: there is no /bin/sh: HUP and INT reach the command as TERM, USR1 and USR2 not at"
                            + " all, and nothing ends the command if this client is killed or stopped");
        }
        boolean atTerminal = Terminal.isThere();
        Signals signals = Signals.on(atTerminal ? ELSE_AT_TERMINAL : ELSE, this::signalled);
        Watchdog watchdog = Watchdog.start(path());
        try (watchdog;
                signals) {
            String mark = ChildProcess.newMark();
            Supervision.arm(watchdog, settings, grant, mark, List.of());
            Map<String, String> variables = variables(grant.token(), session, deadline);
            ChildCommand command = new ChildCommand(settings.command(), variables, descriptors);
            ChildProcess child = ChildProcess.start(command, mark, path(), atTerminal);
            child.onEnd(status -> events.add(new RunEvent.Ended(status)));
            return new Supervision(settings, grant, child, atTerminal, watchdog, events, output).run();
        } catch (IOException e) {
            String program = settings.command().get(0);
            return RunResult.of(
                    "cannot-run", cannotRun(program, String.valueOf(e.getMessage()), ExitCode.NOT_EXECUTABLE));
        }
    }

    private Map<String, String> variables(long token, long session, Instant deadline) {
        List<String> names = settings.lock().values();
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("LOCKSTEP_NAME", settings.name());
        variables.put("LOCKSTEP_NAMES", String.join("\n", names));
        variables.put("LOCKSTEP_TOKEN", Long.toString(token));
        variables.put("LOCKSTEP_SESSION", Long.toString(session));
        variables.put("LOCKSTEP_DEADLINE", Long.toString(deadline.getEpochSecond()));
        if (!userToken.isEmpty()) {
            variables.put("LOCKSTEP_USER_TOKEN", userToken);
        }
        EnclosingRuns enclosing = EnclosingRuns.of(environment);
        variables.put(EnclosingRuns.VARIABLE, enclosing.with(token > 0 ? names : List.of(), token));
        return variables;
    }
}
