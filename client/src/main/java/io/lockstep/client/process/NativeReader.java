package io.lockstep.client.process;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;

/** Reads lines of {@link NativeText}, each as soon as it is there. For one thread. */
public final class NativeReader extends Reader {

    private final InputStream input;
    private String line = "";
    private int at;

    /** Reads from this stream, which is closed with the reader. */
    public NativeReader(InputStream input) {
        this.input = new BufferedInputStream(input);
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at == line.length()) {
            line = nextLine();
            at = 0;
        }
        int count = Math.min(length, line.length() - at);
        line.getChars(at, at + count, into, offset);
        at += count;
        return count == 0 ? -1 : count;
    }

    /** The next line with its end; empty at the end of the input. */
    private String nextLine() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int next;
        do {
            next = input.read();
            if (next >= 0) {
                bytes.write(next);
            }
        } while (next >= 0 && next != '\n');
        return NativeText.decode(bytes.toByteArray());
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
