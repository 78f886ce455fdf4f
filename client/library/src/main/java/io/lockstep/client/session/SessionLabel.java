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

    /** {@code name@host[pid]} of this process, cut to the bytes that a label may have. */
    public static String of(String name, String host) {
        return cut(name + "@" + host + "[" + ProcessHandle.current().pid() + "]");
    }

    /** The text without what is beyond the bytes that a label may have. */
    public static String cut(String text) {
        int end = 0;
        int bytes = 0;
        while (end < text.length()) {
            int character = text.codePointAt(end);
            bytes += Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > ProtocolLimits.LABEL_BYTES_MAX) {
                return text.substring(0, end);
            }
            end += Character.charCount(character);
        }
        return text;
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
