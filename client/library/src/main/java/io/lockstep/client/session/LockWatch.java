package io.lockstep.client.session;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Reply;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * Follows the events of one lock, or of all locks with a common prefix. It starts with one HELD line for each lock that
 * is held, or with FREE for a single lock that nobody holds; events follow. Where events may be missing, because the
 * client was slow or moved to another server, it writes a GAP line and the held locks again. {@link #run} is for one
 * thread, once; the other methods are safe for any thread. They do not block, apart from {@link #unwatch}.
 */
public final class LockWatch {

    /** Events that wait to be written. When full, further events are dropped and a gap is reported. */
    private static final int EVENTS_MAX = 10_000;

    private static final ServerLine GAP = event("GAP", List.of(), Map.of());
    private static final ServerLine WAKE = event("", List.of(), Map.of());

    private final ClientSession session;
    private final String name;
    private final String prefix;
    private final Consumer<ServerLine> lines;
    private final BlockingQueue<ServerLine> events = new ArrayBlockingQueue<>(EVENTS_MAX);
    private volatile boolean begun;
    private volatile boolean broken;
    private volatile boolean ended;

    /** The number of the watch in its connection. */
    private long id;

    /** The last name in the answer to WATCH if LIST went on after it; empty if that answer was complete. */
    private String listedAfter = "";

    /** Events up to this index, of the names that LIST went on with, have been written as held locks. */
    private long listedIndex;

    /**
     * Sends nothing yet. The session's listener must pass on to {@link #pushed} and {@link #connected}.
     *
     * @param name of the lock; empty for all with the prefix
     * @param prefix may be empty
     * @param lines receives the held locks and the events, as pushes, on the thread that runs
     */
    public LockWatch(ClientSession session, String name, String prefix, Consumer<ServerLine> lines) {
        this.session = session;
        this.name = name;
        this.prefix = prefix;
        this.lines = lines;
    }

    /** Takes a push of the session. */
    public void pushed(ServerLine push) {
        if (push.option("watch") != null && !events.offer(push)) {
            broken = true;
        }
    }

    /** The session has moved to another connection, which does not know this watch. */
    public void connected() {
        if (begun) {
            broken = true;
            wake();
        }
    }

    /** Makes {@link #run} return. */
    public void end() {
        ended = true;
        wake();
    }

    private void wake() {
        // A full queue wakes the thread anyway.
        events.offer(WAKE);
    }

    /** Runs until ended. Returns the answer to the newest WATCH, a refusal if it could not begin or continue. */
    public CallOutcome run() throws InterruptedException {
        begun = true;
        CallOutcome outcome = begin();
        while (outcome.success().isPresent() && !ended) {
            ServerLine event = events.take();
            if (broken) {
                broken = false;
                lines.accept(GAP);
                outcome = begin();
            } else if (event.number("watch", 0) == id && !isListed(event)) {
                lines.accept(event);
                if (event.word().equals("GAP")) {
                    unwatch();
                    outcome = begin();
                }
            }
        }
        return outcome;
    }

    private boolean isListed(ServerLine event) {
        return !listedAfter.isEmpty()
                && event.number("rev", Long.MAX_VALUE) <= listedIndex
                && event.value().compareTo(listedAfter) > 0;
    }

    /** Ends the watch at the server; the session stays open. Blocks. */
    public void unwatch() throws InterruptedException {
        session.call(Call.of(Verb.UNWATCH, Long.toString(id)));
    }

    /** Begins a watch and writes what is held at its index: the events that the server sends begin after that. */
    private CallOutcome begin() throws InterruptedException {
        Call watch = name.isEmpty() ? Call.of(Verb.WATCH) : Call.of(Verb.WATCH, name);
        CallOutcome outcome = session.call(prefixed(watch).with("list", "yes"));
        if (outcome.success().isEmpty()) {
            return outcome;
        }
        Reply reply = outcome.success().get();
        id = reply.line().number("id", 0);
        listedAfter = "";
        if (!name.isEmpty() && reply.rows().isEmpty()) {
            lines.accept(event("FREE", List.of(name), Map.of()));
        }
        writeHeld(reply);
        return hasMore(reply) ? listedRest(reply, outcome) : outcome;
    }

    /** Writes the held locks behind those in the answer to WATCH; returns {@code before} on success. */
    private CallOutcome listedRest(Reply first, CallOutcome before) throws InterruptedException {
        Call list = prefixed(Call.of(Verb.LIST).with("limit", ProtocolLimits.LIST_ROWS_MAX));
        Reply page = first;
        while (hasMore(page)) {
            String last = page.rows().get(page.rows().size() - 1).value();
            CallOutcome outcome = session.call(list.with("after", last));
            if (outcome.success().isEmpty()) {
                return outcome;
            }
            page = outcome.success().get();
            if (listedAfter.isEmpty()) {
                listedAfter = last;
                listedIndex = page.line().number("index", 0);
            }
            writeHeld(page);
        }
        return before;
    }

    private Call prefixed(Call call) {
        return prefix.isEmpty() ? call : call.with("prefix", prefix);
    }

    private static boolean hasMore(Reply page) {
        return "yes".equals(page.line().option("more")) && !page.rows().isEmpty();
    }

    private void writeHeld(Reply page) {
        page.rows().forEach(row -> lines.accept(event("HELD", row.values(), row.options())));
    }

    private static ServerLine event(String word, List<String> values, Map<String, String> options) {
        return new ServerLine("", ServerLine.Kind.PUSH, word, values, options);
    }
}
