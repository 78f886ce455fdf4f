package io.lockstep.common.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineDecoderTest {

    private static final int LINE_BYTES_MAX = 32;

    private final LineDecoder decoder = new LineDecoder(LINE_BYTES_MAX);

    @Test
    void splitAtEveryPairOfBytesGivesTheSameLines() throws IOException {
        byte[] bytes = "LOCK \"Lock 1\"\r\n\nSTATUS \u00fc\u4e2d\ud83d\udd12\r\n\r\r\nPING\nrest"
                .getBytes(StandardCharsets.UTF_8);
        List<String> expected =
                List.of("LOCK \"Lock 1\"", "", "STATUS \u00fc\u4e2d\ud83d\udd12", "\r", "PING", "NOTHING");

        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second++) {
                assertThat(decode(bytes, first, second))
                        .as("split at %d and %d", first, second)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void theLongestLineIsTakenAndOneByteMoreIsNot() throws IOException {
        String longest = "x".repeat(LINE_BYTES_MAX - 1);

        assertThat(decode(longest + "\n")).containsExactly(longest, "NOTHING");
        assertThat(decode(longest.substring(1) + "\r\n")).containsExactly(longest.substring(1), "NOTHING");
        assertThat(decode(longest + "\r\n")).containsExactly("TOO_LONG");
        assertThat(decode(longest + "x\n")).containsExactly("TOO_LONG");
    }

    @Test
    void endlessLineIsTooLongAsSoonAsItCannotEndInTime() throws IOException {
        assertThat(decode("PING\n" + "x".repeat(LINE_BYTES_MAX - 1))).containsExactly("PING", "NOTHING");
        assertThat(decode("PING\n" + "x".repeat(LINE_BYTES_MAX))).containsExactly("PING", "TOO_LONG");
    }

    @Test
    void whatIsNotUtf8OrHoldsNulIsBadEncoding() throws IOException {
        List<byte[]> bad = List.of(
                new byte[] {'a', 0, '\n'},
                new byte[] {(byte) 0xFF, '\n'},
                new byte[] {(byte) 0xC3, '\n'},
                new byte[] {(byte) 0xC0, (byte) 0x80, '\n'},
                new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80, '\n'},
                new byte[] {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80, '\n'},
                new byte[] {(byte) 0xC3, (byte) 0xBC, 0, '\n'});
        for (byte[] bytes : bad) {
            assertThat(decode(bytes, 0, 0)).containsExactly("BAD_ENCODING");
        }
        assertThat(decode("\u00fc\n")).containsExactly("\u00fc", "NOTHING");
    }

    @Test
    void everyCodePointComesThrough() throws IOException {
        for (int codePoint = 1; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint != '\n' && codePoint != '\r' && (codePoint < 0xD800 || codePoint > 0xDFFF)) {
                String text = Character.toString(codePoint);
                assertThat(decode(text + "\n").get(0)).isEqualTo(text);
                codePoint += codePoint > 0x3000 ? 97 : 0;
            }
        }
    }

    private List<String> decode(String text) throws IOException {
        return decode(text.getBytes(StandardCharsets.UTF_8), 0, 0);
    }

    /** Returns the lines and, last, what was found instead of a line. The input arrives in three parts. */
    private List<String> decode(byte[] bytes, int first, int second) throws IOException {
        List<String> found = new ArrayList<>();
        byte[] rest = LineDecoder.NO_BYTES;
        int[] cuts = {0, first, second, bytes.length};
        for (int part = 0; part < 3; part++) {
            ByteArrayOutputStream piece = new ByteArrayOutputStream();
            piece.write(bytes, cuts[part], cuts[part + 1] - cuts[part]);
            ReadableByteChannel channel = Channels.newChannel(new ByteArrayInputStream(piece.toByteArray()));
            decoder.load(rest);
            decoder.readFrom(channel);
            LineDecoder.Found next = decoder.next();
            while (next == LineDecoder.Found.LINE) {
                found.add(decoder.line());
                next = decoder.next();
            }
            rest = decoder.rest();
            if (part == 2) {
                found.add(next.name());
            }
        }
        return found;
    }
}
