package io.lockstep.client.connection;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ServerLine;
import java.util.List;

/**
 * What a server answered to one request.
 *
 * @param line the reply proper: OK or ERR
 * @param rows the rows before it, in order
 */
public record Reply(ServerLine line, List<ServerLine> rows) {

    public Reply {
        rows = List.copyOf(rows);
    }

    /** Whether the request was done. */
    public boolean ok() {
        return line.kind() == ServerLine.Kind.OK;
    }

    /** Whether it is that error. */
    public boolean is(ErrorCode code) {
        return line.errorCode().filter(code::equals).isPresent();
    }

    /** What may be concluded from it; a code that this version does not know is final. */
    public ErrorCode.Kind kind() {
        return line.errorCode().map(ErrorCode::kind).orElse(ErrorCode.Kind.FINAL);
    }
}
