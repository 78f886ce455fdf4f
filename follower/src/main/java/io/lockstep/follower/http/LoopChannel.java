package io.lockstep.follower.http;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.follower.client.ClientChannel;
import io.lockstep.follower.http.LoopConversation.Answer;
import io.lockstep.follower.watch.SharedLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the loop writes to a {@link LoopConversation}, until threads take it. The loop never waits for them. */
final class LoopChannel implements ClientChannel {

    /** Longer than all that one request is answered with. A conversation that leaves more unread is over. */
    private static final int UNREAD_LENGTH_MAX = 512 * 1024;

    /** Events are dropped while more than this is unread, as on the port for clients. */
    private static final int PUSH_LENGTH_MAX = 64 * 1024;

    private static final String PUSH = "* ";
    private static final String GREETING = "* LOCKSTEP";
    private static final String ROW = "-";

    private final String clientAddress;
    private final Optional<String> certificateSubject;
    private final Map<String, Expected> expected = new HashMap<>();
    private List<SharedLine> pushes = new ArrayList<>();
    private int unreadLength;
    private boolean over;

    private static final class Expected {
        final List<String> rows = new ArrayList<>();
        int length;

        @Nullable
        String reply;
    }

    LoopChannel(String clientAddress, Optional<String> certificateSubject) {
        this.clientAddress = clientAddress;
        this.certificateSubject = certificateSubject;
    }

    /** A request with this tag is about to be sent. */
    synchronized void expect(String tag) {
        expected.put(tag, new Expected());
    }

    /** Waits for the answer to a request. */
    synchronized Answer await(String tag, long millis) throws InterruptedException {
        Expected own = expected.getOrDefault(tag, new Expected());
        try {
            long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            for (long left = 1; own.reply == null && !over && left > 0; left = endNanos - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } finally {
            expected.remove(tag);
            unreadLength -= own.length;
        }
        if (own.reply != null) {
            return new Answer(own.rows.stream().map(LoopChannel::parsed).toList(), parsed(own.reply));
        }
        return Answer.error(
                ErrorCode.OUTCOME_UNKNOWN,
                over
                        ? "this server ended the conversation before it answered; ask another server"
                        : "this server did not answer within " + millis / 1_000 + " s; what became of the request is"
                                + " not known");
    }

    /** Takes all pushes. Waits for the first if there is none. */
    synchronized List<SharedLine> awaitPushes(long millis) throws InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = 1; pushes.isEmpty() && !over && left > 0; left = endNanos - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        List<SharedLine> all = pushes;
        pushes = new ArrayList<>();
        all.forEach(push -> unreadLength -= push.text().length());
        return all;
    }

    private static ServerLine parsed(String text) {
        return ReplyParser.parse(text)
                .orElseThrow(() -> new IllegalStateException("this server wrote what is no line: " + text));
    }

    synchronized boolean isOver() {
        return over;
    }

    @Override
    public String clientAddress() {
        return clientAddress;
    }

    @Override
    public Optional<String> certificateSubject() {
        return certificateSubject;
    }

    /** Looks at no more than the beginning: the loop has other work, and the thread that waits parses the line. */
    @Override
    public synchronized void send(String line) {
        if (line.startsWith(PUSH)) {
            if (!line.startsWith(GREETING)) {
                pushed(new SharedLine(line));
            }
        } else {
            answered(line);
        }
        added();
    }

    @Override
    public synchronized void send(SharedLine event, int watch) {
        pushed(event);
        added();
    }

    private void pushed(SharedLine line) {
        pushes.add(line);
        unreadLength += line.text().length();
    }

    private void added() {
        over |= unreadLength > UNREAD_LENGTH_MAX;
        notifyAll();
    }

    private void answered(String line) {
        int tagLength = Math.max(0, line.indexOf(' '));
        Expected own = expected.get(line.substring(0, tagLength));
        // Without it, nobody waits for this answer any longer.
        if (own != null) {
            unreadLength += line.length();
            own.length += line.length();
            if (line.startsWith(ROW, tagLength + 1)) {
                own.rows.add(line);
            } else {
                own.reply = line;
            }
        }
    }

    @Override
    public synchronized boolean roomToPush() {
        return unreadLength <= PUSH_LENGTH_MAX;
    }

    @Override
    public void keeps(int bytes) {
        // A conversation has few requests under way.
    }

    @Override
    public void readMore(boolean wanted) {
        // A conversation sends its next request when the one before it is answered.
    }

    @Override
    public synchronized void close() {
        over = true;
        notifyAll();
    }
}
