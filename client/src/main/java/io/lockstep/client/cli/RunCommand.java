package io.lockstep.client.cli;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.command.ClientCommand;
import io.lockstep.client.command.NameParameter;
import io.lockstep.client.command.Options;
import io.lockstep.client.run.LockedRun;
import io.lockstep.client.run.RunSettings;
import io.lockstep.client.session.SessionSettings;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.program.DurationConverter;
import io.lockstep.program.ExitCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lockstep run}: a command under a lock. */
@Command(
        name = "run",
        customSynopsis = "lockstep run NAME [OPTIONS] -- COMMAND [ARGUMENT...]",
        description = {
            "Takes a lock, runs a command while it is held, and releases it.",
            "Waits for the lock without a time limit unless -w or -n is given. Exits with the command's own status,"
                    + " 128+N if signal N ended it. If the lock is lost, the command and all processes it started are"
                    + " ended, and the exit status is 76. They end before another client gets the lock, as long as"
                    + " this machine does not stand still; the token covers that case."
        },
        footerHeading = "%n",
        footer = {
            "The environment of the command has LOCKSTEP_NAME, LOCKSTEP_TOKEN, LOCKSTEP_SESSION and LOCKSTEP_DEADLINE"
                    + " (end of the lease at the start, in seconds since 1970; it is renewed from then on). The"
                    + " resource that the command changes should check the token.",
            "Exit status: 75 (or -E) not acquired, 76 lock lost, 126 not executable, 127 no such command; see also"
                    + " lockstep --help. More in docs/COMMANDS.md."
        })
final class RunCommand extends ClientCommand {

    private static final String SEPARATOR = "--";
    private static final int EXIT_STATUS_MAX = 255;
    private static final Duration GRACE_MOST_BY_DEFAULT = Duration.ofSeconds(5);
    private static final int GRACES_A_LEASE_BY_DEFAULT = 4;

    /** Time for this process to hear of the loss: a lost lock stays blocked for this and the command's grace. */
    private static final Duration WORD = Duration.ofSeconds(1);

    /** The action when the lock is lost. */
    enum OnLost {
        KILL,
        WARN
    }

    @Parameters(
            arity = "1..*",
            hideParamSyntax = true,
            paramLabel = "NAME",
            description = "Name of the lock, one argument; then -- and the command.")
    private List<String> words = List.of();

    @Option(
            names = {"-w", "--wait"},
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Wait for the lock at most this long.")
    private @Nullable Duration wait;

    @Option(
            names = {"-n", "--no-wait"},
            description = "Do not wait for the lock.")
    private boolean noWait;

    @Option(
            names = {"-E", "--conflict-exit-code"},
            paramLabel = "CODE",
            defaultValue = "" + ExitCode.NOT_ACQUIRED,
            description = "Exit status if the lock is not acquired. Default: 75.")
    private int conflictCode;

    @Option(
            names = "--kill-after",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description =
                    "When the lock is lost, the command gets TERM, and KILL after this time. Default: a quarter of"
                            + " the lease, at most 5s. Without --ttl, a longer time makes the lease longer, too.")
    private @Nullable Duration killAfter;

    @Option(
            names = "--on-lost",
            paramLabel = "kill|warn",
            defaultValue = "kill",
            description = "When the lock is lost, end the command, or only warn. Default: kill.")
    private OnLost onLost = OnLost.KILL;

    @Option(
            names = "--if-unavailable",
            paramLabel = "fail|run|wait",
            defaultValue = "fail",
            description = "When no server can grant the lock: fail with 69 or 74, run the command without the lock, or"
                    + " go on trying for as long as the wait may take. Default: fail.")
    private RunSettings.Unavailable ifUnavailable = RunSettings.Unavailable.FAIL;

    @Option(
            names = "--keep-background",
            description = "Leave alone what the command leaves running: it goes on without the lock.")
    private boolean keepBackground;

    @Option(
            names = "--outcome-file",
            paramLabel = "FILE",
            description = "File for one line that says how the run ended, as the exit status alone may be the command's"
                    + " own: ended N, without-lock N, not-acquired, lost, unavailable, unknown, refused, cannot-run or"
                    + " signal N.")
    private @Nullable Path outcomeFile;

    @Mixin
    private final LockParameters parameters = new LockParameters();

    @Override
    protected int run(Output output) throws InterruptedException {
        List<String> given = spec().commandLine().getParseResult().originalArgs();
        int separator = given.indexOf(SEPARATOR);
        if (separator < 0 || separator == given.size() - 1) {
            return output.failure(Failure.usage("the name of the lock must be followed by -- and the command"));
        }
        List<String> command = given.subList(separator + 1, given.size());
        List<String> names = words.subList(0, Math.max(0, words.size() - command.size()));
        String flaw = flaw();
        if (!flaw.isEmpty()) {
            return output.failure(Failure.usage(flaw));
        }
        Optional<Failure> nameFlaw = NameParameter.flaw(called(), names);
        if (nameFlaw.isPresent()) {
            return output.failure(nameFlaw.get());
        }
        List<String> all = parameters.namesWith(names.get(0));
        String flawOfAll = LockParameters.flawOf(all);
        if (!flawOfAll.isEmpty()) {
            return output.failure(Failure.badData(flawOfAll));
        }
        RunSettings settings = new RunSettings(
                parameters.call(all, delay()),
                waiting(),
                command,
                grace(),
                onLost == OnLost.KILL,
                keepBackground,
                ifUnavailable,
                conflictCode,
                outcomeFile);
        return new LockedRun(
                        settings,
                        settings(),
                        remarksWhileWaiting(output),
                        output,
                        environment().variables(),
                        Options.userToken(environment()))
                .run();
    }

    private String flaw() {
        if (wait != null && noWait) {
            return "-w and -n exclude each other";
        }
        if (conflictCode < 0 || conflictCode > EXIT_STATUS_MAX) {
            return "-E must be from 0 to " + EXIT_STATUS_MAX;
        }
        Duration most = mostGrace();
        if (grace().compareTo(most) > 0) {
            return "--kill-after must be at most " + Durations.format(most.toMillis()) + " with a lease of "
                    + Durations.format(ttl().toMillis()) + "; --ttl asks for a longer one";
        }
        return parameters.flaw();
    }

    /** A longer grace would leave no time in which a renewal may be late without consequences. */
    private Duration mostGrace() {
        return settings().safe(ttl()).multipliedBy(3).dividedBy(4);
    }

    /** The lease from the options; if there is none, one that is long enough for the command's grace. */
    private Duration ttl() {
        Duration given = killAfter;
        Duration needed = given == null ? Duration.ZERO : given.multipliedBy(GRACES_A_LEASE_BY_DEFAULT);
        Duration usual = options().ttl();
        boolean tooShort = !options().hasTtl() && needed.compareTo(usual) > 0;
        Duration most = Duration.ofMillis(ProtocolLimits.TTL_MILLIS_MAX);
        Duration longer = needed.compareTo(most) < 0 ? needed : most;
        return tooShort ? longer : usual;
    }

    @Override
    protected SessionSettings settings() {
        return super.settings().withTtl(ttl());
    }

    private Duration grace() {
        Duration given = killAfter;
        if (given != null) {
            return given;
        }
        Duration part = ttl().dividedBy(GRACES_A_LEASE_BY_DEFAULT);
        return part.compareTo(GRACE_MOST_BY_DEFAULT) < 0 ? part : GRACE_MOST_BY_DEFAULT;
    }

    /** Blocks the lock for the command's grace, even if an operator releases it by force. */
    private Duration delay() {
        Duration delay = grace().plus(WORD);
        Duration most = Duration.ofMillis(ProtocolLimits.DELAY_MILLIS_MAX);
        if (onLost == OnLost.WARN) {
            return Duration.ZERO;
        }
        return delay.compareTo(most) < 0 ? delay : most;
    }

    private Duration waiting() {
        Duration given = wait;
        if (noWait) {
            return Duration.ZERO;
        }
        return given != null ? given : RunSettings.FOR_EVER;
    }
}
