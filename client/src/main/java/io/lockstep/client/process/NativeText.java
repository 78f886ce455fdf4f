package io.lockstep.client.process;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text at the border of the operating system, where it is bytes. In every locale the bytes are read as UTF-8. A byte
 * that is not part of UTF-8 becomes a surrogate without its other half, U+DC80 to U+DCFF, and the same byte again on
 * the way back, so nothing that was given is lost.
 */
public final class NativeText {

    private static final int ESCAPE = 0xDC00;
    private static final int ESCAPE_FIRST = 0xDC80;
    private static final int ESCAPE_LAST = 0xDCFF;
    private static final int BYTE = 0xFF;

    /** The charset of the platform, in which the JDK passes on text. Unset on a platform that needs none. */
    private static final Charset PLATFORM =
            Charset.forName(System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name()));

    private NativeText() {}

    /** The text of these bytes. */
    public static String decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        while (decoder.decode(in, out, true).isMalformed()) {
            out.put((char) (ESCAPE | (in.get() & BYTE)));
        }
        return out.flip().toString();
    }

    /** The bytes of this text. */
    public static byte[] encode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        text.codePoints().forEach(each -> {
            if (each >= ESCAPE_FIRST && each <= ESCAPE_LAST) {
                bytes.write(each & BYTE);
            } else {
                bytes.writeBytes(Character.toString(each).getBytes(StandardCharsets.UTF_8));
            }
        });
        return bytes.toByteArray();
    }

    /** Whether the bytes of this text are UTF-8. */
    public static boolean isUtf8(String text) {
        return text.codePoints().noneMatch(each -> each >= ESCAPE_FIRST && each <= ESCAPE_LAST);
    }

    /** Whether the JDK passes this text on to the system as these same bytes, under the locale of this process. */
    public static boolean isCarried(String text) {
        byte[] bytes = encode(text);
        // Java 17 uses the one charset where later versions use the other.
        return Arrays.equals(bytes, text.getBytes(PLATFORM))
                && Arrays.equals(bytes, text.getBytes(Charset.defaultCharset()));
    }
}
