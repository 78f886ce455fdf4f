package io.lockstep.client.repl;

import io.lockstep.client.admin.TakenBackup;
import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.LockPages;
import io.lockstep.client.answer.Output;
import io.lockstep.client.answer.Style;
import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.TokenSource;
import io.lockstep.client.process.AtExit;
import io.lockstep.client.process.NativePath;
import io.lockstep.client.session.ClientSession;
import io.lockstep.client.session.LockWatch;
import io.lockstep.client.session.PendingCall;
import io.lockstep.client.session.SessionIdentity;
import io.lockstep.client.session.SessionListener;
import io.lockstep.client.session.SessionSettings;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.program.ExitCode;
import io.lockstep.program.Signals;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The interactive shell: reads a line, sends a request, prints the answer, until the input ends. Used by one thread.
 */
public final class Repl {

    private static final int INTERRUPTED = ExitCode.signal(Signals.number("INT"));

    private final Style style;
    private final ClientSession session;
    private final LineSource lines;
    private final ServerRole role;
    private final String operator;
    private final Duration timeout;
    private final Commands commands;
    private volatile TokenSource tokens;
    private volatile @Nullable LockWatch watch;

    /** Runs commands of the Unix shell. */
    public interface Commands {

        /** Runs one to its end, and returns its exit status. */
        int run(List<String> words);
    }

    private Repl(SessionSettings settings, Style style, Function<ClientSession, LineSource> source, Commands commands) {
        this.commands = commands;
        this.style = style;
        this.operator = settings.label();
        this.timeout = settings.timeout();
        this.tokens = settings.tokens();
        this.session = new ClientSession(settings.withTokens(() -> this.tokens.token()), new Announcer());
        this.lines = source.apply(session);
        this.role = new ServerRole(session, lines::redraw);
    }

    /** A shell on this process's terminal, with history and completion. Controls the terminal while it runs. */
    public static Repl onTerminal(
            SessionSettings settings, Style style, Map<String, String> environment, Commands commands) {
        Path home = NativePath.of(environment.getOrDefault("HOME", System.getProperty("user.home", ".")));
        Path history = ShellHistory.path(environment, home);
        return new Repl(settings, style, session -> new TerminalSource(history, new Completion(session)), commands);
    }

    /** A shell on plain streams, for programs that use it as a person would. */
    public static Repl onStreams(
            SessionSettings settings, Style style, BufferedReader input, PrintStream output, Commands commands) {
        return new Repl(settings, style, session -> new PlainSource(input, output), commands);
    }

    /** Runs until the user leaves; returns the exit status. */
    public int run() throws InterruptedException {
        AtExit release = AtExit.run(session::close);
        try (lines;
                release;
                role) {
            CallOutcome opened = session.open();
            if (opened.success().isEmpty()) {
                print(ReplPrinter.outcome(Call.of(Verb.HELLO), opened));
                // Without a leader there is no session, but the server still answers from its own map.
                session.call(Call.of(Verb.PING));
            }
            boolean going = true;
            while (going) {
                role.refresh();
                String line = lines.readLine(this::prompt);
                going = line != null && obey(ReplParser.parse(line));
            }
            Set<String> held = session.heldLocks();
            session.close();
            print(List.of(ReplPrinter.farewell(held)));
            return ExitCode.OK;
        }
    }

    /** Executes a line; false if it was {@code quit}. */
    private boolean obey(ReplInput input) throws InterruptedException {
        if (input instanceof ReplInput.Quit) {
            return false;
        }
        if (input instanceof ReplInput.NeedsName needsName) {
            String name = lines.readName(ReplPrinter.namePrompt(needsName.verb()));
            return name != null && obey(ReplParser.parseName(needsName.verb(), name));
        }
        if (input instanceof ReplInput.Ask ask) {
            ask(ask.call());
        } else if (input instanceof ReplInput.ListAll all) {
            LockPages.write(all.page(), session::call, Output.Format.TEXT, line -> print(List.of(line)))
                    .ifPresent(failure -> print(List.of(failure.text())));
        } else if (input instanceof ReplInput.Run run) {
            run(run.words());
        } else if (input instanceof ReplInput.Login login) {
            login(login);
        } else if (input instanceof ReplInput.Backup backup) {
            TakenBackup taken = TakenBackup.of(session, backup.file());
            print(taken.failure()
                    .map(Failure::text)
                    .orElse(taken.text())
                    .lines()
                    .toList());
        } else if (input instanceof ReplInput.Watch watched) {
            watch(watched);
        } else if (input instanceof ReplInput.Help help) {
            print(ReplPrinter.help(help.topic()).lines().toList());
        } else if (input instanceof ReplInput.Wrong wrong) {
            print(List.of("error: " + wrong.message()));
        } else if (!(input instanceof ReplInput.Blank)) {
            throw new IllegalStateException("no such input: " + input);
        }
        return true;
    }

    private void ask(Call asked) throws InterruptedException {
        Call call = AdminParser.signed(asked, operator);
        PendingCall request = session.begin(call);
        CallOutcome outcome;
        // Ctrl-C ends a wait, not the session. Requests that do not wait are answered soon.
        LineSource.Interrupts interrupts = lines.onInterrupt(request::cancel);
        try (interrupts) {
            outcome = session.call(request, timeout);
        }
        print(ReplPrinter.outcome(call, outcome));
    }

    private void run(List<String> words) {
        String name = words.size() > 1 ? words.get(1) : "";
        if (words.get(0).equals("run") && session.heldLocks().contains(name)) {
            print(List.of("error: this shell holds " + LineSyntax.quoted(name) + ", so the command would wait for it"
                    + " for ever; release it first"));
            return;
        }
        int status = commands.run(words);
        if (status == INTERRUPTED) {
            // The terminal has shown ^C.
            print(List.of(""));
        }
        if (status != ExitCode.OK) {
            print(List.of("exit status " + status));
        }
    }

    private void login(ReplInput.Login login) throws InterruptedException {
        try {
            String typed = login.file().isEmpty() ? lines.readSecret("token: ") : "";
            TokenSource source = login.file().isEmpty()
                    ? TokenSource.of(String.valueOf(typed).strip().toCharArray())
                    : TokenSource.file(NativePath.of(login.file()));
            String token = source.token();
            if (typed == null || token == null || token.isEmpty()) {
                print(List.of("error: no token was given"));
                return;
            }
            tokens = source;
            Call call = Call.of(Verb.AUTH).with("token", token);
            print(ReplPrinter.outcome(call, session.call(call)));
        } catch (IOException | InvalidPathException e) {
            print(List.of("error: " + e.getMessage()));
        }
    }

    private void watch(ReplInput.Watch watched) throws InterruptedException {
        LockWatch begun = new LockWatch(
                session, watched.name(), watched.prefix(), event -> print(List.of(ReplPrinter.push(event))));
        watch = begun;
        CallOutcome outcome;
        LineSource.Interrupts interrupts = lines.onInterrupt(begun::end);
        try (interrupts) {
            outcome = begun.run();
        }
        watch = null;
        Optional<Failure> failure = Failure.of(Call.of(Verb.WATCH), outcome);
        if (failure.isPresent()) {
            print(List.of(failure.get().text()));
        } else {
            begun.unwatch();
        }
    }

    private String prompt() {
        return ReplPrinter.prompt(
                session.address(),
                session.identity(),
                role.now(),
                session.heldLocks().size());
    }

    private void print(List<String> text) {
        text.forEach(line -> lines.print(style.paint(line)));
    }

    /** Prints events that happen between commands. */
    private final class Announcer implements SessionListener {

        @Override
        public void connected(HostPort address, SessionIdentity identity, boolean resumed) {
            print(List.of(ReplPrinter.connected(address, identity, resumed)));
            LockWatch present = watch;
            if (present != null) {
                present.connected();
            }
        }

        @Override
        public void disconnected(HostPort address, String why) {
            print(List.of(ReplPrinter.disconnected(address, why)));
        }

        @Override
        public void overdue(Set<String> locks) {
            print(List.of(ReplPrinter.overdue(locks)));
        }

        @Override
        public void lost(String why, Set<String> locks) {
            print(List.of(ReplPrinter.lost(why, locks)));
        }

        @Override
        public void pushed(ServerLine push) {
            LockWatch present = watch;
            if (push.option("watch") != null) {
                // Events of a watch that has just ended may still arrive.
                if (present != null) {
                    present.pushed(push);
                }
                return;
            }
            String text = ReplPrinter.push(push);
            if (!text.isEmpty()) {
                print(List.of(text));
            }
        }
    }
}
