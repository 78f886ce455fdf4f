package io.lockstep.follower.http;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.client.Conversation;
import io.lockstep.follower.watch.SharedLine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A client of this server's loop without a socket: how a handler asks for whatever the line protocol offers, as the
 * user who sent the HTTP request. The loop sees one more connection, from the address of the HTTP client. So rights,
 * bounds, the audit and forwarding to the leader are those of the port for clients.
 *
 * <p>It begins with its first request. Closing it ends the session that its requests opened, as closing a socket does.
 * Any thread.
 */
public final class LoopConversation implements AutoCloseable {

    /** A request is answered within {@link ProtocolLimits#ANSWER_MILLIS_MAX}, if the loop turns. */
    private static final long SLACK_MILLIS = 1_000;

    private final Backing backing;
    private final LoopChannel channel;
    private final AtomicInteger lastTag = new AtomicInteger();

    /** For the loop's thread. */
    private @Nullable Conversation conversation;

    private boolean begun;

    /**
     * @param clientAddress {@code address:port} of the HTTP client
     * @param certificateSubject of its certificate; empty if it has shown none
     */
    LoopConversation(Backing backing, String clientAddress, Optional<String> certificateSubject) {
        this.backing = backing;
        this.channel = new LoopChannel(clientAddress, certificateSubject);
    }

    /**
     * The answer to a request.
     *
     * @param rows before the reply
     * @param reply {@code OK} or {@code ERR}
     */
    public record Answer(List<ServerLine> rows, ServerLine reply) {

        /** Whether the request was done. */
        public boolean isOk() {
            return reply.kind() == ServerLine.Kind.OK;
        }

        static Answer error(ErrorCode code, String message) {
            return new Answer(
                    List.of(), new ServerLine("", ServerLine.Kind.ERR, code.name(), List.of(), Map.of("msg", message)));
        }
    }

    /**
     * Has the loop look who asks: the answer to AUTH. OK if the client is a user, or need not be one. A wrong token
     * takes its time.
     *
     * @param token of a user; empty for none
     */
    public Answer login(String token) throws InterruptedException {
        return ask(Verb.AUTH, line -> token.isEmpty() ? line : line.option("token", token));
    }

    /** Asks something that does not wait for a lock, and waits for the answer. */
    public Answer ask(Verb verb, UnaryOperator<Line> arguments) throws InterruptedException {
        return ask(verb, arguments, 0);
    }

    /**
     * Sends one request and waits for its answer. Several threads may wait at the same time.
     *
     * @param arguments adds values and options to the line
     * @param waitMillis how long the request itself may wait, as a LOCK may
     * @return the answer; an error with the code BUSY or SHUTTING_DOWN if the loop was not asked, OUTCOME_UNKNOWN if it
     *     did not answer
     */
    public Answer ask(Verb verb, UnaryOperator<Line> arguments, long waitMillis) throws InterruptedException {
        String tag = "#" + lastTag.incrementAndGet();
        String line = arguments.apply(Line.request(tag, verb)).text();
        if (line.getBytes(StandardCharsets.UTF_8).length > ProtocolLimits.LINE_BYTES_MAX - 2) {
            return Answer.error(
                    ErrorCode.LINE_TOO_LONG,
                    "a request has at most " + ProtocolLimits.LINE_BYTES_MAX + " bytes as a line of the protocol");
        }
        if (backing.pulse().isStuck()) {
            return Answer.error(ErrorCode.BUSY, "the loop of this server does not turn; ask another server");
        }
        try {
            channel.expect(tag);
            send(line);
        } catch (RejectedExecutionException ended) {
            return Answer.error(ErrorCode.SHUTTING_DOWN, "this server is stopping; ask another one");
        }
        return channel.await(tag, waitMillis + ProtocolLimits.ANSWER_MILLIS_MAX + SLACK_MILLIS);
    }

    private synchronized void send(String line) {
        if (!begun) {
            begun = true;
            backing.loop().execute(() -> conversation = backing.connect().apply(channel));
        }
        backing.loop().execute(() -> {
            if (conversation != null) {
                conversation.line(line);
            }
        });
    }

    /**
     * Waits for lines that answer no request, such as the events of a WATCH. Those have no number of the watch.
     *
     * @return all that there are; none if none came within {@code millis}, or the conversation is over
     */
    public List<SharedLine> awaitPushes(long millis) throws InterruptedException {
        return channel.awaitPushes(millis);
    }

    /** Whether the server has ended the conversation: it stops, or the pushes were not taken in time. */
    public boolean isOver() {
        return channel.isOver();
    }

    @Override
    public synchronized void close() {
        if (begun) {
            begun = false;
            try {
                backing.loop().execute(() -> {
                    if (conversation != null) {
                        conversation.closed();
                    }
                });
            } catch (RejectedExecutionException ended) {
                // The loop has closed everything.
            }
        }
    }
}
