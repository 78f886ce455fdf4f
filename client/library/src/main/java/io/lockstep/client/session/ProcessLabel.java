package io.lockstep.client.session;

import io.lockstep.common.protocol.ProtocolLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The label by which people recognise a process. Asks no name service, which may take seconds. */
public final class ProcessLabel {

    /** The host name on Linux. */
    private static final Path KERNEL_NAME = Path.of("/proc/sys/kernel/hostname");

    private ProcessLabel() {}

    /** {@code name@host[pid]}, cut to what the protocol allows, without control characters. */
    public static String of(String name) {
        String process = "[" + ProcessHandle.current().pid() + "]";
        String at = cut("@" + host(), ProtocolLimits.LABEL_BYTES_MAX / 2) + process;
        return cut(name, ProtocolLimits.LABEL_BYTES_MAX - bytes(at)) + at;
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

    private static String host() {
        return Stream.of("HOSTNAME", "COMPUTERNAME")
                .map(variable -> System.getenv().getOrDefault(variable, ""))
                .filter(known -> !known.isEmpty())
                .findFirst()
                .orElseGet(ProcessLabel::kernelName);
    }

    private static String kernelName() {
        try {
            return Files.readString(KERNEL_NAME).strip();
        } catch (IOException e) {
            // The label is for people; a host without a name must not keep a program from its locks.
            return "unknown-host";
        }
    }
}
