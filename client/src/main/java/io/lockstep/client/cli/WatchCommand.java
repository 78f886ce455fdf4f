package io.lockstep.client.cli;

import io.lockstep.client.answer.AnswerJson;
import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.answer.PushText;
import io.lockstep.client.command.ClientCommand;
import io.lockstep.client.command.NameParameter;
import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.session.ClientSession;
import io.lockstep.client.session.LockWatch;
import io.lockstep.client.session.SessionIdentity;
import io.lockstep.client.session.SessionListener;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.program.ExitCode;
import io.lockstep.program.Signals;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lockstep watch}. */
@Command(
        name = "watch",
        description = {
            "Watches a lock, all locks with a prefix, or all locks.",
            "Prints one line for each that is held, then one line for each event, until INT or TERM. After a gap it"
                    + " prints the held locks again."
        })
final class WatchCommand extends ClientCommand {

    private static final List<String> ENDING = List.of("HUP", "INT", "TERM");
    private static final String CLOSED_PIPE = "PIPE";

    @Parameters(
            arity = "0..*",
            hideParamSyntax = true,
            paramLabel = "[NAME]",
            description = "Name of the lock: one argument, so one with spaces is quoted, as in \"Lock 1\".")
    private List<String> words = List.of();

    @Option(names = "--prefix", paramLabel = "TEXT", defaultValue = "", description = "Only names with this prefix.")
    private String prefix = "";

    /** The first signal that ended the watch; empty if there is none. */
    private volatile String endedBy = "";

    private volatile @Nullable LockWatch watch;

    @Override
    protected int run(Output output) throws InterruptedException {
        Optional<Failure> flaw = words.isEmpty() ? Optional.empty() : NameParameter.flaw(called(), words);
        if (flaw.isPresent()) {
            return output.failure(flaw.get());
        }
        if (!words.isEmpty() && !prefix.isEmpty()) {
            return output.failure(Failure.usage("a name and --prefix exclude each other"));
        }
        String name = words.isEmpty() ? "" : words.get(0);
        try (ClientSession session = new ClientSession(settings(), new Feed(remarks(output)))) {
            LockWatch begun = new LockWatch(session, name, prefix, event -> write(event, output));
            watch = begun;
            Signals signals = Signals.on(ENDING, this::end);
            try (signals) {
                CallOutcome opened = session.open();
                CallOutcome outcome = opened instanceof CallOutcome.Answered ? begun.run() : opened;
                String signal = endedBy;
                return signal.isEmpty()
                        ? output.outcome(Call.of(Verb.WATCH), outcome)
                        : ExitCode.signal(Signals.number(signal));
            }
        }
    }

    private synchronized void end(String signal) {
        endedBy = endedBy.isEmpty() ? signal : endedBy;
        LockWatch present = watch;
        if (present != null) {
            present.end();
        }
    }

    private void write(ServerLine event, Output output) {
        PushText.of(event).ifPresent(text -> output.data(text, AnswerJson.push(event)));
        if (output.out().checkError()) {
            // The reader of the output has gone.
            end(CLOSED_PIPE);
        }
    }

    /** Passes events to the watch, and everything else to the next listener. */
    private final class Feed implements SessionListener {

        private final SessionListener remarks;

        Feed(SessionListener remarks) {
            this.remarks = remarks;
        }

        @Override
        public void connected(HostPort address, SessionIdentity identity, boolean resumed) {
            remarks.connected(address, identity, resumed);
            LockWatch present = watch;
            if (present != null) {
                present.connected();
            }
        }

        @Override
        public void disconnected(HostPort address, String why) {
            remarks.disconnected(address, why);
        }

        @Override
        public void pushed(ServerLine push) {
            LockWatch present = watch;
            if (present != null) {
                present.pushed(push);
            }
        }
    }
}
