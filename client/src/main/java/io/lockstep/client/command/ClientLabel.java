package io.lockstep.client.command;

import io.lockstep.client.session.SessionLabel;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.program.Environment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The label of a client, which servers show to clients that wait for its locks. */
public final class ClientLabel {

    private ClientLabel() {}

    /** {@code user@host[pid]} or the given label, then the reason; cut to the protocol's limit. */
    public static String of(@Nullable String given, String reason, Environment environment) {
        String label = given != null
                ? given
                : operator(environment) + "[" + ProcessHandle.current().pid() + "]";
        return SessionLabel.cut((label + " " + reason).strip());
    }

    /** {@code user@host}. */
    public static String operator(Environment environment) {
        return System.getProperty("user.name", "unknown") + "@"
                + SessionLabel.host(environment.variable("HOSTNAME", ""));
    }

    /** The flaw of a text for a label or an audit record; empty if there is none. */
    public static String flaw(String text) {
        boolean fits = text.getBytes(StandardCharsets.UTF_8).length <= ProtocolLimits.LABEL_BYTES_MAX
                && text.codePoints().noneMatch(Character::isISOControl);
        return fits ? "" : "take at most " + ProtocolLimits.LABEL_BYTES_MAX + " bytes, without control characters";
    }
}
