package io.lockstep.client.top;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/** The terminal of this process, as a screen and single keys. Gives the terminal back as it was when closed. */
final class TopScreen implements AutoCloseable {

    /** In place of a key: none was pressed in time. */
    static final int NONE = NonBlockingReader.READ_EXPIRED;

    /** In place of a key: there will be no more, or the user has interrupted the program. */
    static final int END = NonBlockingReader.EOF;

    private static final int CONTROL_C = 3;
    private static final int HEIGHT_DEFAULT = 24;
    private static final int WIDTH_DEFAULT = 80;

    private final Terminal terminal;
    private final Attributes before;

    TopScreen() {
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
        before = terminal.enterRawMode();
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
    }

    /** How many lines fit. */
    int height() {
        return terminal.getHeight() > 0 ? terminal.getHeight() : HEIGHT_DEFAULT;
    }

    /** Shows these lines and nothing else; what is too long is cut. */
    void draw(List<String> lines) {
        int width = terminal.getWidth() > 0 ? terminal.getWidth() : WIDTH_DEFAULT;
        if (!terminal.puts(Capability.cursor_home)) {
            terminal.puts(Capability.clear_screen);
        }
        for (int i = 0; i < lines.size(); i++) {
            terminal.writer().print(new AttributedString(lines.get(i)).columnSubSequence(0, width));
            terminal.puts(Capability.clr_eol);
            if (i < lines.size() - 1) {
                terminal.writer().print("\r\n");
            }
        }
        terminal.puts(Capability.clr_eos);
        terminal.flush();
    }

    /** The next key; {@link #NONE} after this time, {@link #END} at the end. Blocks. */
    int key(long millisMax) {
        try {
            int key = terminal.reader().read(Math.max(1, millisMax));
            return key == CONTROL_C ? END : key;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        terminal.puts(Capability.cursor_visible);
        terminal.puts(Capability.exit_ca_mode);
        terminal.setAttributes(before);
        try {
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
