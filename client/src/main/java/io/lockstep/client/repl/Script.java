package io.lockstep.client.repl;

import io.lockstep.client.admin.TakenBackup;
import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.LockPages;
import io.lockstep.client.answer.Output;
import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.process.AtExit;
import io.lockstep.client.process.NativeText;
import io.lockstep.client.session.ClientSession;
import io.lockstep.client.session.SessionListener;
import io.lockstep.client.session.SessionSettings;
import io.lockstep.program.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A script from stdin: one command per line, no prompt, no banner; ends at the first command that fails. Lines that
 * begin with {@code #} are comments. All lines share one session, which ends with the input. Used by one thread.
 */
public final class Script {

    private final SessionSettings settings;
    private final Output output;
    private final BufferedReader input;
    private volatile @Nullable String lostBecause;
    private int line;

    /** Creates a script; its first request connects. */
    public Script(SessionSettings settings, Output output, BufferedReader input) {
        this.settings = settings;
        this.output = output;
        this.input = input;
    }

    /** Runs all lines and returns the exit status. */
    public int run() throws InterruptedException {
        SessionListener watch = new SessionListener() {
            @Override
            public void lost(String why, Set<String> locks) {
                lostBecause = why;
            }
        };
        ClientSession session = new ClientSession(settings, watch);
        AtExit release = AtExit.run(session::close);
        try (session;
                release) {
            for (String text = next(); text != null; text = next()) {
                Optional<Failure> failure = obey(session, text.startsWith("#") ? "" : text);
                if (failure.isPresent()) {
                    return output.failure(failure.get().atLine(line));
                }
                if (ReplParser.parse(text) instanceof ReplInput.Quit) {
                    break;
                }
            }
            Set<String> held = session.heldLocks();
            if (!held.isEmpty()) {
                output.remark(ReplPrinter.ended(held));
            }
            return ExitCode.OK;
        } catch (IOException e) {
            return output.failure(Failure.badData("the input cannot be read: " + e.getMessage()));
        }
    }

    private Optional<Failure> obey(ClientSession session, String text) throws InterruptedException, IOException {
        if (!NativeText.isUtf8(text)) {
            return Optional.of(Failure.badData("the line is not UTF-8"));
        }
        ReplInput parsed = ReplParser.parse(text);
        if (parsed instanceof ReplInput.NeedsName needsName) {
            String name = next();
            parsed = ReplParser.parseName(needsName.verb(), name == null ? "" : name);
            if (parsed instanceof ReplInput.Blank) {
                return Optional.of(Failure.badData("the name of a lock is missing"));
            }
        }
        String lost = lostBecause;
        if (lost != null) {
            return Optional.of(Failure.lost("the session has ended (" + lost + ")"));
        }
        if (parsed instanceof ReplInput.Wrong wrong) {
            return Optional.of(Failure.badData(wrong.message()));
        }
        if (parsed instanceof ReplInput.Run run) {
            String command = run.words().get(0);
            return Optional.of(
                    Failure.badData(command + " is no line of a script; use the command: lockstep " + command));
        }
        if (parsed instanceof ReplInput.ListAll all) {
            return LockPages.write(all.page(), session::call, output.format(), output::line);
        }
        if (parsed instanceof ReplInput.Watch) {
            return Optional.of(Failure.badData("watch does not end in a script; use the command: lockstep watch"));
        }
        if (parsed instanceof ReplInput.Help help) {
            ReplPrinter.help(help.topic()).lines().forEach(output::remark);
        }
        if (parsed instanceof ReplInput.Backup backup) {
            TakenBackup taken = TakenBackup.of(session, backup.file());
            if (taken.failure().isEmpty()) {
                output.report(taken.text(), taken.json());
            }
            return taken.failure();
        }
        return parsed instanceof ReplInput.Ask ask ? ask(session, ask.call()) : Optional.empty();
    }

    private Optional<Failure> ask(ClientSession session, Call asked) throws InterruptedException {
        Call call = AdminParser.signed(asked, settings.label());
        CallOutcome outcome = session.call(call);
        Optional<Failure> failure = Failure.of(call, outcome);
        if (failure.isEmpty()) {
            output.outcome(call, outcome);
        }
        return failure;
    }

    private @Nullable String next() throws IOException {
        line++;
        return input.readLine();
    }
}
