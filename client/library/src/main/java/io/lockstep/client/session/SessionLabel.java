package io.lockstep.client.session;

import io.lockstep.common.protocol.ProtocolLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The text by which others know a client. No name service is asked for it, since that may take many seconds. */
public final class SessionLabel {

    /** The host name on Linux. */
    private static final Path KERNEL_NAME = Path.of("/proc/sys/kernel/hostname");

    private SessionLabel() {}

    /** {@code name@host[pid]} of this process, of which name and host are cut to the bytes that a label may have. */
    public static String of(String name) {
        return of(name, host(System.getenv().getOrDefault("HOSTNAME", "")));
    }

    static String of(String name, String host) {
        String process = "[" + ProcessHandle.current().pid() + "]";
        String at = cut("@" + host, ProtocolLimits.LABEL_BYTES_MAX / 2) + process;
        return cut(name, ProtocolLimits.LABEL_BYTES_MAX - bytes(at)) + at;
    }

    /** The text without control characters and without what is beyond the bytes that a label may have. */
    public static String cut(String text) {
        return cut(text, ProtocolLimits.LABEL_BYTES_MAX);
    }

    private static String cut(String text, int bytesMax) {
        StringBuilder fitting = new StringBuilder();
        int left = bytesMax;
        for (int character : text.codePoints().toArray()) {
            String next = Character.isISOControl(character) ? "" : Character.toString(character);
            left -= bytes(next);
            if (left < 0) {
                break;
            }
            fitting.append(next);
        }
        return fitting.toString();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The name of this host, as the host itself has it: {@code given} if it is not empty, else that of the kernel. */
    public static String host(String given) {
        if (!given.isEmpty()) {
            return given;
        }
        try {
            return Files.readString(KERNEL_NAME).strip();
        } catch (IOException noSuchFile) {
            // The label is for people; a host without a name must not keep a program from its locks.
            return "unknown-host";
        }
    }
}
