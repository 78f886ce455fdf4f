package io.lockstep.client.connection;

import io.lockstep.common.protocol.ProtocolLimits;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Splits a server's bytes into lines. For one thread at a time. */
final class LineReader {

    private static final int BUFFER_BYTES = 16 * 1024;

    private final InputStream input;
    private final byte[] line = new byte[ProtocolLimits.LINE_BYTES_MAX];

    LineReader(InputStream input) {
        this.input = new BufferedInputStream(input, BUFFER_BYTES);
    }

    /** The next line without its end; null at the end of the stream. Blocks. Throws if a line is too long. */
    @Nullable
    String next() throws IOException {
        int length = 0;
        for (int b = input.read(); b != '\n'; b = input.read()) {
            if (b < 0) {
                return null;
            }
            if (length == line.length) {
                throw new IOException("the server sent a line of over " + ProtocolLimits.LINE_BYTES_MAX + " bytes");
            }
            line[length++] = (byte) b;
        }
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }
}
