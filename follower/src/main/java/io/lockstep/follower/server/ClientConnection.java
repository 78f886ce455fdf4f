package io.lockstep.follower.server;

import io.lockstep.common.net.Connection;
import io.lockstep.common.net.ConnectionHandler;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.follower.client.ClientChannel;
import io.lockstep.follower.client.Conversation;
import io.lockstep.follower.http.HttpLine;
import io.lockstep.follower.node.Node;
import java.util.Optional;
import java.util.function.Consumer;

/** Connects one client's connection of the event loop with the node. */
final class ClientConnection implements ConnectionHandler, ClientChannel {

    /** Watched events are dropped while more bytes than this wait for the client to read. */
    private static final int PUSH_BYTES_MAX = 64 * 1024;

    private final Connection connection;
    private final Consumer<ClientConnection> onClosed;
    private final Conversation conversation;
    private final long sinceNanos = System.nanoTime();
    private boolean isSilent = true;

    ClientConnection(Connection connection, Node node, Consumer<ClientConnection> onClosed) {
        this.connection = connection;
        this.onClosed = onClosed;
        this.conversation = node.connected(this);
    }

    /** Whether no request of the client is under way; a LOCK that waits in a queue does not count. */
    boolean isIdle() {
        return conversation.isIdle();
    }

    /** Tells the client that the server stops, and closes. */
    void sayShutdown() {
        conversation.bye("shutdown", "this server is stopping; connect to another one");
    }

    /** Whether the client has sent no line yet. */
    boolean isSilent() {
        return isSilent;
    }

    /** When the client connected, as {@link System#nanoTime}. */
    long sinceNanos() {
        return sinceNanos;
    }

    /** Tells a client that never sent a line that others need its place, and closes. */
    void saySilent() {
        conversation.bye("silent", "no request came over this connection; connect again to send one");
    }

    /** Sends a client that keeps its session to another server, where it gets its answers, and closes. */
    void sayDiskSilent() {
        conversation.moveOn("disk", "the disk of this server does not answer; connect to another one");
    }

    @Override
    public void line(String line) {
        if (isSilent && HttpLine.isRequest(line)) {
            conversation.unreadable(
                    ErrorCode.BAD_FORMAT, "this port speaks the line protocol of Lockstep, not HTTP; see HELP");
            return;
        }
        isSilent = false;
        conversation.line(line);
    }

    @Override
    public void lineTooLong() {
        conversation.unreadable(
                ErrorCode.LINE_TOO_LONG,
                "a line has at most " + ProtocolLimits.LINE_BYTES_MAX + " bytes with its line end");
    }

    @Override
    public void badEncoding() {
        conversation.unreadable(ErrorCode.BAD_ENCODING, "a line must be UTF-8 without NUL bytes");
    }

    @Override
    public void inputEnded() {
        conversation.inputEnded();
    }

    @Override
    public void closed() {
        conversation.closed();
        onClosed.accept(this);
    }

    @Override
    public String clientAddress() {
        return connection.remoteAddress();
    }

    @Override
    public Optional<String> certificateSubject() {
        return connection.certificateSubject();
    }

    @Override
    public void send(String line) {
        connection.send(line);
    }

    @Override
    public boolean roomToPush() {
        return connection.outboundBytes() <= PUSH_BYTES_MAX;
    }

    @Override
    public void keeps(int bytes) {
        connection.keeps(bytes);
    }

    @Override
    public void readMore(boolean wanted) {
        if (wanted) {
            connection.resumeReading();
        } else {
            connection.pauseReading();
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
