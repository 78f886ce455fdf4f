package io.lockstep.client.process;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Paths of files whose names are {@link NativeText}, right under every locale. */
public final class NativePath {

    /** The working directory, under a name that is ASCII. */
    private static final String HERE = "/proc/self/cwd";

    private static final int BYTE = 0xFF;

    private NativePath() {}

    /**
     * The path. Throws {@link IllegalArgumentException} if no file can have that name.
     *
     * @param text as {@link NativeText} has it; relative to the working directory
     */
    public static Path of(String text) {
        boolean absolute = text.startsWith("/");
        if (NativeText.isCarried(text) && (absolute || isCarried(System.getProperty("user.dir", "")))) {
            return Path.of(text);
        }
        if (!absolute && !Files.isDirectory(Path.of(HERE))) {
            return Path.of(text);
        }
        // An absolute URI is the one form in which the JDK takes the bytes of a name as they are.
        return Path.of(URI.create("file://" + percent(absolute ? text : HERE + "/" + text)));
    }

    /** What the JDK has read and cannot tell has a character that stands for what is missing. */
    private static boolean isCarried(String read) {
        return read.indexOf('\uFFFD') < 0 && NativeText.isCarried(read);
    }

    private static String percent(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte each : NativeText.encode(text)) {
            boolean plain = each == '/' || (each >= '0' && each <= '9') || (each >= 'a' && each <= 'z');
            if (plain) {
                escaped.append(new String(new byte[] {each}, StandardCharsets.US_ASCII));
            } else {
                escaped.append(String.format(Locale.ROOT, "%%%02X", each & BYTE));
            }
        }
        return escaped.toString();
    }
}
