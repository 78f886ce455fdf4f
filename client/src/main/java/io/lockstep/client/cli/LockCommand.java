package io.lockstep.client.cli;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.command.ClientCommand;
import io.lockstep.client.command.NameParameter;
import io.lockstep.client.command.Options;
import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.process.Background;
import io.lockstep.client.process.Invocation;
import io.lockstep.client.run.EnclosingRuns;
import io.lockstep.client.run.Keepers;
import io.lockstep.client.run.LockAttempt;
import io.lockstep.client.run.LossListener;
import io.lockstep.client.session.ClientSession;
import io.lockstep.client.session.SessionIdentity;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.program.DurationConverter;
import io.lockstep.program.ExitCode;
import io.lockstep.program.Json;
import io.lockstep.program.Signals;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep lock}: takes a lock and holds it, itself, in the background, or for one lease. */
@Command(
        name = "lock",
        description = {
            "Takes a lock and holds it.",
            "Prints the token, and releases the lock when stdin ends or INT, TERM or HUP arrives. Nothing is taken if"
                    + " stdin has ended before, as in cron: use run there. If the lock is held, fails at once, or with"
                    + " --wait when the time is over; exit status 75."
        })
final class LockCommand extends ClientCommand {

    private static final String KEEPER = "--keeper";
    private static final List<String> ENDING = List.of("HUP", "INT", "TERM");

    private static final CallOutcome NOTHING = new CallOutcome.NotDone("nothing was sent");

    @Mixin
    private final NameParameter name = new NameParameter();

    @Option(
            names = {"-w", "--wait"},
            paramLabel = "TIME",
            defaultValue = "0s",
            converter = DurationConverter.class,
            description = "Wait for the lock at most this long.")
    private Duration wait = Duration.ZERO;

    @Mixin
    private final LockParameters parameters = new LockParameters();

    @Option(
            names = "--detach",
            description = "Print token and key, and exit. The lock stays held for --lease, which must be given, until"
                    + " extend or release, from anywhere, with that key.")
    private boolean detach;

    @Mixin
    private final LeaseParameters lease = new LeaseParameters();

    @Option(
            names = "--while",
            paramLabel = "PID",
            description = "Hold the lock in the background until that process has ended, or until release. Prints the"
                    + " variables of the grant for a shell: eval \"$(lockstep lock NAME --while $$$$)\" || exit. If the"
                    + " lock is lost, the process gets TERM.")
    private @Nullable Long whileAlive;

    @Option(names = KEEPER, hidden = true)
    private boolean keeper;

    /** Completes when the command must stop holding the lock, or waiting for it. */
    private final CompletableFuture<End> ended = new CompletableFuture<>();

    /**
     * The reason to stop: a signal, or the loss of the lock; both are empty at the end of the input.
     *
     * @param signal without SIG
     * @param loss a clause fit for the user
     */
    private record End(String signal, String loss) {}

    @Override
    protected int run(Output output) throws InterruptedException {
        Optional<Failure> flaw = name.flaw(called()).or(this::flaw);
        if (flaw.isPresent()) {
            return output.failure(flaw.get());
        }
        List<String> names = parameters.namesWith(name.text());
        Long pid = whileAlive;
        ProcessHandle process = pid == null ? null : ProcessHandle.of(pid).orElse(null);
        if (pid != null && process == null) {
            return output.failure(Failure.usage("--while: there is no process " + pid));
        }
        if (process != null && !keeper) {
            return startKeeper(output);
        }
        Call call = lease.ask(parameters.call(names, Duration.ZERO));
        LossListener watch =
                new LossListener(names, remarksWhileWaiting(output), why -> ended.complete(new End("", why)));
        ClientSession session = new ClientSession(settings(), watch);
        LockAttempt acquisition = new LockAttempt(session, options().timeout(), false);
        Signals signals = Signals.on(ENDING, signal -> {
            ended.complete(new End(signal, ""));
            acquisition.giveUp();
        });
        try (session;
                signals) {
            Optional<Failure> nested =
                    EnclosingRuns.of(environment().variables()).conflict(session, call);
            if (nested.isPresent()) {
                return output.failure(nested.get());
            }
            if (!detach && process == null) {
                StandingInput.watch(environment().in(), () -> {
                    ended.complete(new End("", ""));
                    acquisition.giveUp();
                });
                // This takes so long that the end of an empty input is seen before anything is taken.
                session.open();
            }
            CallOutcome outcome = ended.isDone() ? NOTHING : acquisition.acquire(call, wait);
            End end = ended.getNow(null);
            if (end != null && !end.signal().isEmpty()) {
                return ExitCode.signal(Signals.number(end.signal()));
            }
            if (end != null && end.loss().isEmpty()) {
                return output.failure(inputOver());
            }
            if (outcome.success().isEmpty()) {
                return output.outcome(call, outcome);
            }
            ServerLine granted = outcome.success().get().line();
            if (detach) {
                return leave(granted, output);
            }
            SessionIdentity identity = session.identity();
            if (identity == null || session.leaseLeft(identity.session()).isZero()) {
                return output.failure(Failure.lost("the session ended at once"));
            }
            long token = granted.number("token", 0);
            watch.granted(token);
            if (process != null) {
                report(names, token, identity.session());
            } else {
                output.outcome(call, outcome);
            }
            return hold(session, names, output, process);
        }
    }

    private Optional<Failure> flaw() {
        String ofNames = LockParameters.flawOf(parameters.namesWith(name.text()));
        if (!ofNames.isEmpty()) {
            return Optional.of(Failure.badData(ofNames));
        }
        String ofLease = lease.flaw(detach, parameters.namesWith(name.text()).size());
        if (!ofLease.isEmpty()) {
            return Optional.of(Failure.usage(ofLease));
        }
        return parameters.flaw().isEmpty() ? Optional.empty() : Optional.of(Failure.usage(parameters.flaw()));
    }

    /** Whoever wanted the lock cannot have used it. */
    private Failure inputOver() {
        return Failure.usage("stdin ended before the lock was granted, and this command holds a lock only while stdin"
                + " is open: nothing is held; write lockstep run " + LineSyntax.quoted(name.text())
                + " -- COMMAND for a command under the lock");
    }

    private int leave(ServerLine grant, Output output) {
        long token = grant.number("token", 0);
        String key = grant.options().getOrDefault("key", "");
        long leaseMillis = Durations.parseMillis(grant.options().getOrDefault("lease", "0s"));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", name.text());
        fields.put("token", token);
        fields.put("key", key);
        fields.put("lease_ms", leaseMillis);
        String quoted = LineSyntax.quoted(name.text());
        output.data("granted: " + quoted + " token " + token + " key " + LineSyntax.quoted(key), Json.object(fields));
        output.remark("held for " + Durations.format(leaseMillis) + " from now, or until: lockstep release " + quoted
                + " --token " + token + " --key " + LineSyntax.quoted(key));
        return ExitCode.OK;
    }

    /** Starts this command once more, in the background, and prints what it reports. */
    private int startKeeper(Output output) throws InterruptedException {
        List<String> arguments =
                new ArrayList<>(spec().root().commandLine().getParseResult().originalArgs());
        Invocation own = Invocation.of(arguments.toArray(String[]::new));
        arguments.add(arguments.contains("--") ? arguments.indexOf("--") : arguments.size(), KEEPER);
        int status;
        try {
            Background.Begun begun = Background.start(
                    own.program(), arguments, environment().variables().getOrDefault("PATH", ""));
            begun.report().forEach(environment().out()::println);
            status = begun.exitStatus();
        } catch (IOException e) {
            status = output.failure(
                    new Failure("CANNOT_RUN", "error: --while: " + e.getMessage(), Map.of(), ExitCode.NOT_EXECUTABLE));
        }
        if (status != ExitCode.OK) {
            // What a shell evaluates has a status; that of the substitution is lost.
            environment().out().println("(exit " + status + ")");
        }
        return status;
    }

    private void report(List<String> names, long token, long session) {
        String userToken = Options.userToken(environment());
        if (!userToken.isEmpty() && userToken.equals(environment().variable("LOCKSTEP_TOKEN", ""))) {
            environment().out().println("export LOCKSTEP_USER_TOKEN=\"$LOCKSTEP_TOKEN\"");
        }
        String identity = Background.identity(ProcessHandle.current().pid());
        Keepers.script(environment().variables(), identity, names, token, session)
                .forEach(environment().out()::println);
        environment().out().println(Background.END_OF_REPORT);
    }

    /**
     * Holds the locks until the end.
     *
     * @param process whose end is the end; null for that of the input
     */
    private int hold(ClientSession session, List<String> names, Output output, @Nullable ProcessHandle process)
            throws InterruptedException {
        if (process != null) {
            Background.onEnd(process, () -> ended.complete(new End("", "")));
        }
        End end;
        try {
            end = ended.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        if (!end.loss().isEmpty()) {
            int lost = output.failure(Failure.lost(LineSyntax.quoted(names.get(0)) + ": " + end.loss()));
            if (process != null) {
                process.destroy();
            }
            return lost;
        }
        if (!end.signal().isEmpty()) {
            // Closing the session releases its locks.
            return ExitCode.signal(Signals.number(end.signal()));
        }
        if (process != null) {
            return ExitCode.OK;
        }
        Call release = Call.of(Verb.RELEASE, names.toArray(String[]::new));
        return output.outcome(release, session.call(release));
    }
}
