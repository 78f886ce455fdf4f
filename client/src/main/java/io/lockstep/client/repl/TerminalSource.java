package io.lockstep.client.repl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.reader.impl.completer.NullCompleter;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** Lines from a terminal, with editing, history and completion. */
final class TerminalSource implements LineSource {

    private static final int HISTORY_LINES_MAX = 2_000;

    private static final Character NO_ECHO = '\0';

    /** What the line editor puts in the place of a byte that is no UTF-8. */
    private static final char UNREADABLE = '\uFFFD';

    /** Half of a pair of surrogates, which is no text. */
    private static final char NO_TEXT = '\uDC80';

    private final Terminal terminal;
    private final LineReader commands;
    private final LineReader names;
    private volatile Supplier<String> prompt = () -> "";

    /**
     * Controls the terminal until closed.
     *
     * @param history the file that keeps the lines between runs
     */
    TerminalSource(Path history, Completer completer) {
        try {
            terminal = TerminalBuilder.builder()
                    .system(true)
                    .encoding(StandardCharsets.UTF_8)
                    .stdinEncoding(StandardCharsets.UTF_8)
                    .stdoutEncoding(StandardCharsets.UTF_8)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        LineReaderBuilder builder = reader().completer(completer)
                .parser(new NamesParser())
                .option(LineReader.Option.HISTORY_IGNORE_SPACE, true);
        if (ShellHistory.prepare(history)) {
            builder.variable(LineReader.HISTORY_FILE, history)
                    .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_LINES_MAX);
        }
        commands = builder.build();
        names = reader().completer(NullCompleter.INSTANCE)
                .variable(LineReader.DISABLE_HISTORY, true)
                .build();
    }

    private LineReaderBuilder reader() {
        return LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("lockstep")
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.BRACKETED_PASTE, false);
    }

    @Override
    public @Nullable String readLine(Supplier<String> current) {
        prompt = current;
        return read(commands, current.get(), null);
    }

    @Override
    public @Nullable String readName(String prompt) {
        return read(names, prompt, null);
    }

    private static @Nullable String read(LineReader reader, String prompt, @Nullable Character mask) {
        try {
            // A name with a byte that was no UTF-8 is refused, and not taken for one with the character in its place.
            return reader.readLine(prompt, mask).replace(UNREADABLE, NO_TEXT);
        } catch (UserInterruptException e) {
            return "";
        } catch (EndOfFileException e) {
            return null;
        }
    }

    @Override
    public @Nullable String readSecret(String prompt) {
        return read(names, prompt, NO_ECHO);
    }

    @Override
    public Interrupts onInterrupt(Runnable work) {
        Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, signal -> {
            // The terminal has shown ^C, and what follows deserves a line of its own.
            terminal.writer().println();
            terminal.flush();
            work.run();
        });
        return () -> terminal.handle(Terminal.Signal.INT, before);
    }

    @Override
    public void print(String line) {
        LineReader asking = names.isReading() ? names : commands;
        takePrompt();
        asking.printAbove(line);
    }

    @Override
    public void redraw() {
        if (commands.isReading()) {
            takePrompt();
            commands.callWidget(LineReader.REDRAW_LINE);
            commands.callWidget(LineReader.REDISPLAY);
        }
    }

    /** The next time that the line is drawn, it has the prompt of now. */
    private void takePrompt() {
        if (commands instanceof LineReaderImpl reader && commands.isReading()) {
            reader.setPrompt(prompt.get());
        }
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
