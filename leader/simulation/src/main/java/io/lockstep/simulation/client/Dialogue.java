package io.lockstep.simulation.client;

import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.network.ClientLink;
import io.lockstep.simulation.network.SimulatedNetwork;
import io.lockstep.simulation.time.Scheduler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection of a client: sends requests and matches the received lines to them. */
final class Dialogue implements ClientLink.Listener {

    /** Receives the events of the connection. */
    interface Owner {

        void greeted();

        void answered(ClientCall call);

        /** A push other than the greeting arrived. */
        void pushed(ServerLine line);

        /** The server closed the connection, or it broke, or it was never established. */
        void closed(List<ClientCall> unanswered);
    }

    private final Scheduler scheduler;
    private final History history;
    private final Owner owner;
    private final Contact contact;
    private final ClientLink link;
    private final ArrayDeque<ClientCall> untagged = new ArrayDeque<>();
    private final Map<String, ClientCall> tagged = new LinkedHashMap<>();
    private int tags;
    private boolean over;

    Dialogue(
            SimulatedNetwork network,
            Scheduler scheduler,
            History history,
            String name,
            int clientHost,
            int host,
            Owner owner) {
        this.scheduler = scheduler;
        this.history = history;
        this.owner = owner;
        this.link = network.connect(clientHost, host, this);
        this.contact = history.add(new Contact(name, host, link.clientAddress(), scheduler.nowMicros()));
        history.trace(name, "connects to " + host + " from " + link.clientAddress());
    }

    Contact contact() {
        return contact;
    }

    int inFlight() {
        return untagged.size() + tagged.size();
    }

    boolean isOver() {
        return over;
    }

    /** Returns how many requests should be answered soon: all but the queued ones. */
    int busy() {
        return (int)
                unanswered().stream().filter(call -> call.queued().isEmpty()).count();
    }

    /**
     * Returns since when the oldest request that should be answered soon has been outstanding; now if there is none.
     */
    long waitingSinceMicros() {
        long since = scheduler.nowMicros();
        for (ClientCall call : unanswered()) {
            if (call.queued().isEmpty()) {
                since = Math.min(since, call.askedMicros() + 1_000 * call.ask().waitMillis());
            }
        }
        return since;
    }

    /** Returns whether an untagged request is queued, so that later untagged ones wait for it. */
    boolean isHeldUp() {
        ClientCall first = untagged.peek();
        return first != null && !first.queued().isEmpty();
    }

    /** Returns the LOCK requests that may be queued. */
    List<ClientCall> mayWait() {
        return unanswered().stream().filter(call -> call.ask().waitMillis() > 0).toList();
    }

    ClientCall ask(Ask ask, long session, boolean withTag) {
        String tag = withTag ? "#" + ++tags : "";
        ClientCall call = history.add(new ClientCall(contact, ask, tag, session, scheduler.nowMicros()));
        if (withTag) {
            tagged.put(tag, call);
        } else {
            untagged.add(call);
        }
        String text = ask.text(tag);
        history.trace(contact.client(), "> " + text);
        link.send(text);
        return call;
    }

    @Override
    public void line(String text) {
        history.trace(contact.client(), "< " + text);
        Optional<ServerLine> parsed = ReplyParser.parse(text);
        if (parsed.isEmpty()) {
            history.stray(contact, text);
            return;
        }
        ServerLine line = parsed.get();
        if (line.kind() == ServerLine.Kind.PUSH) {
            pushed(line);
            return;
        }
        ClientCall call = line.tag().isEmpty() ? untagged.peek() : tagged.get(line.tag());
        if (call == null) {
            history.stray(contact, text);
        } else if (line.kind() == ServerLine.Kind.ROW) {
            call.row(line);
        } else {
            answered(call, line);
        }
    }

    private void pushed(ServerLine line) {
        contact.receive(new ReceivedLine(line, null, scheduler.nowMicros()));
        if (line.word().equals("LOCKSTEP")) {
            owner.greeted();
        } else if (line.word().equals("QUEUED") && line.option("watch") == null) {
            queued(line);
        } else {
            owner.pushed(line);
        }
    }

    /** The request with this number is queued. If the server chose the number, the client has to guess the request. */
    private void queued(ServerLine line) {
        long number = line.number("req", 0);
        boolean mayBeUnnumbered = false;
        for (ClientCall call : mayWait()) {
            long asked = call.ask().number("req");
            boolean isGuessed = asked == 0 && call.queued().isEmpty();
            mayBeUnnumbered |= asked == 0;
            if ((asked == number || isGuessed) && call.ask().values().equals(line.values())) {
                call.queued(line);
                return;
            }
        }
        if (!mayBeUnnumbered) {
            history.stray(contact, line.toString());
        }
    }

    private void answered(ClientCall call, ServerLine line) {
        String word =
                call.ask().verb() == Verb.PING ? "PONG" : call.ask().verb().name();
        if (line.kind() == ServerLine.Kind.OK && !line.word().equals(word)) {
            history.stray(contact, line.toString());
        }
        call.answered(line, scheduler.nowMicros());
        contact.receive(new ReceivedLine(line, call, scheduler.nowMicros()));
        if (line.tag().isEmpty()) {
            untagged.remove();
        } else {
            tagged.remove(line.tag());
        }
        owner.answered(call);
    }

    @Override
    public void closed() {
        history.trace(contact.client(), "is closed");
        leave();
    }

    /** How a client leaves a connection. */
    enum Leaving {
        CLOSE,
        ABORT,
        VANISH
    }

    void leave(Leaving how) {
        history.trace(contact.client(), "leaves: " + how);
        switch (how) {
            case CLOSE -> link.close();
            case ABORT -> link.abort();
            case VANISH -> link.vanish();
        }
        leave();
    }

    private void leave() {
        if (!over) {
            over = true;
            contact.closed(scheduler.nowMicros());
            owner.closed(unanswered());
        }
    }

    private List<ClientCall> unanswered() {
        List<ClientCall> calls = new ArrayList<>(untagged);
        calls.addAll(tagged.values());
        return calls;
    }

    /** Returns the newest LOCK that waits on this connection; null if there is none. */
    @Nullable
    ClientCall newestWaiting() {
        return unanswered().stream()
                .filter(call -> call.ask().changesLocks())
                .reduce((first, second) -> second)
                .orElse(null);
    }
}
