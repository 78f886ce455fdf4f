package io.lockstep.client.command;

import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.program.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The label of a client, which servers show to clients that wait for its locks. */
public final class ClientLabel {

    /** The host name on Linux. A look-up over the network may take seconds. */
    private static final Path KERNEL_NAME = Path.of("/proc/sys/kernel/hostname");

    private ClientLabel() {}

    /** {@code user@host[pid]} or the given label, then the reason; cut to the protocol's limit. */
    public static String of(@Nullable String given, String reason, Environment environment) {
        String label = given != null
                ? given
                : operator(environment) + "[" + ProcessHandle.current().pid() + "]";
        String whole = (label + " " + reason).strip();
        StringBuilder text = new StringBuilder();
        int bytes = 0;
        for (int character :
                whole.codePoints().filter(each -> !Character.isISOControl(each)).toArray()) {
            String next = Character.toString(character);
            bytes += next.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > ProtocolLimits.LABEL_BYTES_MAX) {
                break;
            }
            text.append(next);
        }
        return text.toString();
    }

    /** {@code user@host}. */
    public static String operator(Environment environment) {
        return System.getProperty("user.name", "unknown") + "@" + host(environment);
    }

    /** The flaw of a text for a label or an audit record; empty if there is none. */
    public static String flaw(String text) {
        boolean fits = text.getBytes(StandardCharsets.UTF_8).length <= ProtocolLimits.LABEL_BYTES_MAX
                && text.codePoints().noneMatch(Character::isISOControl);
        return fits ? "" : "take at most " + ProtocolLimits.LABEL_BYTES_MAX + " bytes, without control characters";
    }

    private static String host(Environment environment) {
        String known = environment.variable("HOSTNAME", "");
        if (!known.isEmpty()) {
            return known;
        }
        try {
            return Files.readString(KERNEL_NAME).strip();
        } catch (IOException e) {
            return hostByNetwork();
        }
    }

    private static String hostByNetwork() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown-host";
        }
    }
}
