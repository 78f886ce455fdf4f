package io.lockstep.client.connection;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ServerLine;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The server wants to know who the client is, and does not take its token. */
final class LoginRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    LoginRefusedException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    /** The refusal as a reply to a request. */
    Reply reply() {
        ServerLine line = new ServerLine(
                "", ServerLine.Kind.ERR, code.name(), List.of(), Map.of("msg", String.valueOf(getMessage())));
        return new Reply(line, List.of());
    }
}
