package io.lockstep.simulation.live;

import io.lockstep.common.net.Connection;
import io.lockstep.common.net.ConnectionHandler;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Line;
import io.lockstep.follower.client.ClientChannel;
import io.lockstep.follower.client.Conversation;
import io.lockstep.follower.node.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/** One client's connection to a {@link LiveServer}: carries lines both ways, and brings the faults about. */
final class LiveConnection implements ConnectionHandler, ClientChannel {

    private final Connection connection;
    private final ClientTraffic traffic;
    private final Executor loop;
    private final Runnable onClosed;
    private final Conversation conversation;

    /** What happens to the answers of requests under way, by their tags. */
    private final Map<String, Fault> answering = new HashMap<>();

    private boolean cut;

    LiveConnection(Connection connection, Node node, ClientTraffic traffic, Executor loop, Runnable onClosed) {
        this.connection = connection;
        this.traffic = traffic;
        this.loop = loop;
        this.onClosed = onClosed;
        this.conversation = node.connected(this);
    }

    @Override
    public void line(String line) {
        if (cut) {
            return;
        }
        RequestLine request = RequestLine.of(line);
        Fault fault = traffic.received(connection.remoteAddress(), request);
        switch (fault) {
            case NONE -> conversation.line(line);
            case CLOSE_BEFORE -> cut();
            case NO_LEADER ->
                connection.send(Line.error(request.tag(), ErrorCode.NO_LEADER)
                        .message("there is no leader")
                        .text());
            case SILENT -> {
                // Neither this request nor its answer exists.
            }
            case CLOSE_AFTER, UNKNOWN_AFTER, HOLD_ANSWER -> {
                answering.put(request.tag(), fault);
                conversation.line(line);
            }
        }
    }

    @Override
    public void send(String line) {
        if (cut) {
            return;
        }
        String tag = RequestLine.tagOf(line);
        Fault fault = answering.get(tag);
        if (fault == null || line.startsWith("* ")) {
            connection.send(line);
            return;
        }
        if (RequestLine.endsAnswer(line)) {
            answering.remove(tag);
        }
        switch (fault) {
            case CLOSE_AFTER -> cut();
            case UNKNOWN_AFTER ->
                connection.send(Line.error(tag, ErrorCode.OUTCOME_UNKNOWN)
                        .message("no answer within 5 s")
                        .text());
            default -> traffic.hold(() -> loop.execute(() -> connection.send(line)));
        }
    }

    /** Closes the connection at the next turn of the loop. Nothing passes it until then. */
    void cut() {
        cut = true;
        loop.execute(connection::abort);
    }

    @Override
    public void lineTooLong() {
        conversation.unreadable(ErrorCode.LINE_TOO_LONG, "the line is too long");
    }

    @Override
    public void badEncoding() {
        conversation.unreadable(ErrorCode.BAD_ENCODING, "a line is UTF-8 without NUL bytes");
    }

    @Override
    public void inputEnded() {
        conversation.inputEnded();
    }

    @Override
    public void closed() {
        conversation.closed();
        onClosed.run();
    }

    @Override
    public String clientAddress() {
        return connection.remoteAddress();
    }

    @Override
    public boolean roomToPush() {
        return true;
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
