package io.lockstep.common.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Cuts received bytes into lines. All connections of a loop share one decoder: a connection loads its bytes left from
 * before, reads more, takes the lines, and keeps the rest.
 */
final class LineDecoder {

    /** What {@link #next} found. */
    enum Found {
        /** A line; {@link #line} returns it. */
        LINE,
        /** No complete line; more bytes are needed. */
        NOTHING,
        TOO_LONG,
        BAD_ENCODING
    }

    /** Most bytes read from a connection in one turn, so that it does not starve the others. */
    static final int READ_BYTES_MAX = 16 * 1024;

    static final byte[] NO_BYTES = {};

    private final int lineBytesMax;
    private final byte[] bytes;
    private final ByteBuffer buffer;
    private final CharBuffer characters;
    private final CharsetDecoder strictUtf8 = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);

    private int start;
    private int end;
    private String line = "";

    LineDecoder(int lineBytesMax) {
        this.lineBytesMax = lineBytesMax;
        this.bytes = new byte[lineBytesMax + READ_BYTES_MAX];
        this.buffer = ByteBuffer.wrap(bytes);
        this.characters = CharBuffer.allocate(lineBytesMax);
    }

    /** Begins with the bytes that {@link #rest} returned for the same connection the last time. */
    void load(byte[] rest) {
        System.arraycopy(rest, 0, bytes, 0, rest.length);
        start = 0;
        end = rest.length;
    }

    /** Reads once; returns -1 at the end of the input. There is room if the loaded bytes are less than a line. */
    int readFrom(ReadableByteChannel channel) throws IOException {
        buffer.limit(Math.min(bytes.length, end + READ_BYTES_MAX)).position(end);
        int count = channel.read(buffer);
        end = buffer.position();
        return count;
    }

    /** Finds the next line. */
    Found next() {
        int limit = Math.min(end, start + lineBytesMax);
        int seen = 0;
        boolean nul = false;
        for (int i = start; i < limit; i++) {
            byte b = bytes[i];
            if (b == '\n') {
                int lineStart = start;
                start = i + 1;
                int lineEnd = i > lineStart && bytes[i - 1] == '\r' ? i - 1 : i;
                return nul || !decode(lineStart, lineEnd, seen >= 0) ? Found.BAD_ENCODING : Found.LINE;
            }
            // The sign bit gathers whether any byte is beyond ASCII.
            seen |= b;
            nul |= b == 0;
        }
        return end - start >= lineBytesMax ? Found.TOO_LONG : Found.NOTHING;
    }

    /** Returns the line found last, without its line end. */
    String line() {
        return line;
    }

    /** Returns a copy of the bytes not taken yet. */
    byte[] rest() {
        if (start == end) {
            return NO_BYTES;
        }
        byte[] rest = new byte[end - start];
        System.arraycopy(bytes, start, rest, 0, rest.length);
        return rest;
    }

    private boolean decode(int lineStart, int lineEnd, boolean ascii) {
        if (ascii) {
            line = new String(bytes, lineStart, lineEnd - lineStart, StandardCharsets.ISO_8859_1);
            return true;
        }
        characters.clear();
        strictUtf8.reset();
        ByteBuffer source = ByteBuffer.wrap(bytes, lineStart, lineEnd - lineStart);
        if (strictUtf8.decode(source, characters, true).isError()) {
            return false;
        }
        line = characters.flip().toString();
        return true;
    }
}
