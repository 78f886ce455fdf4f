package io.lockstep.client.connection;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ServerLine;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A server's answer to one request.
 *
 * @param line the reply proper: OK or ERR
 * @param rows the rows before it, in order
 */
public record Reply(ServerLine line, List<ServerLine> rows) {

    private static final Set<ErrorCode> NOT_HELD = EnumSet.of(
            ErrorCode.NOT_HELD,
            ErrorCode.NOT_OWNER,
            ErrorCode.STALE_TOKEN,
            ErrorCode.SESSION_EXPIRED,
            ErrorCode.TAKEN_OVER);

    public Reply {
        rows = List.copyOf(rows);
    }

    /** Whether the request succeeded. */
    public boolean ok() {
        return line.kind() == ServerLine.Kind.OK;
    }

    /** Whether the answer is that error. */
    public boolean is(ErrorCode code) {
        return line.errorCode().filter(code::equals).isPresent();
    }

    /**
     * Whether a RELEASE was refused because the session does not hold the lock, so there is nothing left to release.
     */
    public boolean saysNotHeld() {
        return line.errorCode().filter(NOT_HELD::contains).isPresent();
    }

    /** What the client may conclude from the code; a code unknown to this version is final. */
    public ErrorCode.Kind kind() {
        return line.errorCode().map(ErrorCode::kind).orElse(ErrorCode.Kind.FINAL);
    }
}
