package io.lockstep.client.run;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.connection.CallOutcome;
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
    private final BlockingQueue<RunEvent> events = new LinkedBlockingQueue<>();
    private final List<Descriptor> descriptors = Descriptor.inherited();
    private @Nullable String givenUpBy;
    private boolean running;

    /**
     * Creates a run without starting anything.
     *
     * @param remarks a listener for the events of the session
     * @param environment the environment of this process
     */
    public LockedRun(
            RunSettings settings,
            SessionSettings session,
            SessionListener remarks,
            Output output,
            Map<String, String> environment) {
        this.settings = settings;
        this.output = output;
        this.environment = environment;
        this.losses = new LossListener(settings.lock().values(), remarks, why -> events.add(new RunEvent.Lost(why)));
        this.session = new ClientSession(session, losses);
        this.acquisition = new LockAttempt(this.session, session.timeout());
    }

    /** Runs to the end and returns the exit status for this process. Blocks. */
    public int run() throws InterruptedException {
        int cannotRun = checkCommand();
        if (cannotRun != ExitCode.OK) {
            return cannotRun;
        }
        Signals signals = Signals.on(ENDING, this::signalled);
        try (session;
                signals) {
            CallOutcome outcome = acquisition.acquire(settings.lock(), settings.patience());
            String signal = endOfWait();
            if (signal != null) {
                return ExitCode.signal(Signals.number(signal));
            }
            if (!(outcome instanceof CallOutcome.Answered answered)
                    || !answered.reply().ok()) {
                int code = output.outcome(settings.lock(), outcome);
                return code == ExitCode.NOT_ACQUIRED ? settings.notAcquiredCode() : code;
            }
            return runWith(answered.reply().line().number("token", 0));
        }
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

    private int runWith(long token) throws InterruptedException {
        SessionIdentity identity = session.identity();
        if (identity == null || session.leaseLeft(identity.session()).isZero()) {
            return output.failure(Failure.lostWhileRunning(settings.name(), token, "the session ended at once"));
        }
        losses.granted(token);
        if (!ChildProcess.isGuarded()) {
            output.remark("lockstep: run: there is no /bin/sh: HUP and INT reach the command as TERM, USR1 and USR2 not at"
                    + " all, and nothing ends the command if this client is killed or stopped");
        }
        boolean atTerminal = Terminal.isThere();
        Signals signals = Signals.on(atTerminal ? ELSE_AT_TERMINAL : ELSE, this::signalled);
        Watchdog watchdog = Watchdog.start(path());
        try (watchdog;
                signals) {
            RunGrant grant = new RunGrant(session, identity.session(), settings.name(), token);
            String mark = ChildProcess.newMark();
            Supervision.arm(watchdog, settings, grant, mark, List.of());
            ChildCommand command = new ChildCommand(settings.command(), variables(identity, token), descriptors);
            ChildProcess child = ChildProcess.start(command, mark, path(), atTerminal);
            child.onEnd(status -> events.add(new RunEvent.Ended(status)));
            return new Supervision(settings, grant, child, atTerminal, watchdog, events, output).run();
        } catch (IOException e) {
            return cannotRun(settings.command().get(0), String.valueOf(e.getMessage()), ExitCode.NOT_EXECUTABLE);
        }
    }

    private Map<String, String> variables(SessionIdentity identity, long token) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("LOCKSTEP_NAME", settings.name());
        variables.put("LOCKSTEP_TOKEN", Long.toString(token));
        variables.put("LOCKSTEP_SESSION", Long.toString(identity.session()));
        variables.put(
                "LOCKSTEP_DEADLINE",
                Long.toString(Instant.now()
                        .plus(session.leaseLeft(identity.session()))
                        .getEpochSecond()));
        return variables;
    }
}
