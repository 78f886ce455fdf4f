package io.lockstep.client.connection;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The first lines of a connection: the greeting of the server, and AUTH if there is a token or a need for one. */
final class Greeting {

    /** A server keeps a failed login waiting, but not longer than it may take for any answer. */
    private static final int LOGIN_MILLIS_MAX = (int) ProtocolLimits.ANSWER_MILLIS_MAX + 500;

    private static final String NOBODY = "the cluster has users: give the token of one with --token-file or"
            + " LOCKSTEP_TOKEN_FILE, or a certificate that names one with --tls-cert and --tls-key";

    /** A server with TLS waits for the client to speak first. */
    private static final String SILENT =
            "it takes connections and says nothing; if it speaks TLS, name its CA with --tls-ca or LOCKSTEP_TLS_CA";

    private Greeting() {}

    /** Greets a server; returns the line that names its cluster. Blocks. */
    static ServerLine exchange(Socket socket, LineReader input, TokenSource tokens) throws IOException {
        ServerLine greeting = greeting(first(input));
        String token = tokens.token();
        if (token == null && greeting.option("auth") == null) {
            return greeting;
        }
        socket.setSoTimeout(Math.max(socket.getSoTimeout(), LOGIN_MILLIS_MAX));
        // Without a token, the client's certificate may name the user.
        Call auth = token == null ? Call.of(Verb.AUTH) : Call.of(Verb.AUTH).with("token", token);
        socket.getOutputStream().write((auth.line("") + "\n").getBytes(StandardCharsets.UTF_8));
        ServerLine reply = reply(input);
        if (reply.kind() == ServerLine.Kind.OK) {
            return reply;
        }
        ErrorCode code = reply.errorCode().orElse(ErrorCode.AUTH_FAILED);
        if (code.kind() == ErrorCode.Kind.RETRY_SAFE) {
            throw new IOException(reply.message());
        }
        if (code == ErrorCode.UNKNOWN_VERB) {
            // A server from before there were users admits everybody.
            return greeting;
        }
        throw new LoginRefusedException(code, code == ErrorCode.AUTH_REQUIRED ? NOBODY : reply.message());
    }

    private static @Nullable String first(LineReader input) throws IOException {
        try {
            return input.next();
        } catch (SocketTimeoutException silent) {
            throw new IOException(SILENT, silent);
        }
    }

    private static ServerLine reply(LineReader input) throws IOException {
        while (true) {
            ServerLine line = parsed(input.next());
            if (line.isReply()) {
                return line;
            }
        }
    }

    private static ServerLine greeting(@Nullable String line) throws IOException {
        ServerLine greeting = parsed(line);
        if (greeting.kind() == ServerLine.Kind.ERR || greeting.word().equals("BYE")) {
            throw new IOException(greeting.message());
        }
        if (!greeting.word().equals("LOCKSTEP")) {
            throw new IOException("no Lockstep server there");
        }
        return greeting;
    }

    private static ServerLine parsed(@Nullable String line) throws IOException {
        if (line == null) {
            throw new IOException("the server closed the connection at once");
        }
        return ReplyParser.parse(line).orElseThrow(() -> new IOException("no Lockstep server there"));
    }
}
