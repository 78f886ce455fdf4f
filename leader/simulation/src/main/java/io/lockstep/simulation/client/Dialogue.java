package io.lockstep.simulation.client;

import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.Scheduler;
import io.lockstep.simulation.network.ClientLink;
import io.lockstep.simulation.network.SimulatedNetwork;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection of a client: sends requests and finds out which of them each line answers. */
final class Dialogue implements ClientLink.Listener {

    /** Is told what happens on the connection. */
    interface Owner {

        void greeted();

        void answered(Call call);

        /** A push other than the greeting. */
        void pushed(ServerLine line);

        /** The server closed, or the connection broke, or never came about. */
        void closed(List<Call> unanswered);
    }

    private final Scheduler scheduler;
    private final History history;
    private final Owner owner;
    private final Contact contact;
    private final ClientLink link;
    private final ArrayDeque<Call> untagged = new ArrayDeque<>();
    private final Map<String, Call> tagged = new LinkedHashMap<>();
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

    /** How many requests wait for an answer that should come soon: all but those that are queued. */
    int busy() {
        return (int)
                unanswered().stream().filter(call -> call.queued().isEmpty()).count();
    }

    /** Since when the request that has waited longest for an answer that should come soon has waited; now if none does. */
    long waitingSinceMicros() {
        long since = scheduler.nowMicros();
        for (Call call : unanswered()) {
            if (call.queued().isEmpty()) {
                since = Math.min(since, call.askedMicros() + 1_000 * call.ask().waitMillis());
            }
        }
        return since;
    }

    /** Whether an untagged request is queued, so that untagged ones behind it wait for it. */
    boolean isHeldUp() {
        Call first = untagged.peek();
        return first != null && !first.queued().isEmpty();
    }

    /** LOCK requests that may be queued. */
    List<Call> mayWait() {
        return unanswered().stream().filter(call -> call.ask().waitMillis() > 0).toList();
    }

    Call ask(Ask ask, long session, boolean withTag) {
        String tag = withTag ? "#" + ++tags : "";
        Call call = history.add(new Call(contact, ask, tag, session, scheduler.nowMicros()));
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
        Call call = line.tag().isEmpty() ? untagged.peek() : tagged.get(line.tag());
        if (call == null) {
            history.stray(contact, text);
        } else if (line.kind() == ServerLine.Kind.ROW) {
            call.row(line);
        } else {
            answered(call, line);
        }
    }

    private void pushed(ServerLine line) {
        contact.heard(new Heard(line, null, scheduler.nowMicros()));
        if (line.word().equals("LOCKSTEP")) {
            owner.greeted();
        } else if (line.word().equals("QUEUED") && line.option("watch") == null) {
            queued(line);
        } else {
            owner.pushed(line);
        }
    }

    /** A request is queued: the one of this number. Of those that the server numbered the client has to guess which. */
    private void queued(ServerLine line) {
        long number = line.number("req", 0);
        boolean mayBeUnnumbered = false;
        for (Call call : mayWait()) {
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

    private void answered(Call call, ServerLine line) {
        String word =
                call.ask().verb() == Verb.PING ? "PONG" : call.ask().verb().name();
        if (line.kind() == ServerLine.Kind.OK && !line.word().equals(word)) {
            history.stray(contact, line.toString());
        }
        call.answered(line, scheduler.nowMicros());
        contact.heard(new Heard(line, call, scheduler.nowMicros()));
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

    /** How a client lets go of a connection. */
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

    private List<Call> unanswered() {
        List<Call> calls = new ArrayList<>(untagged);
        calls.addAll(tagged.values());
        return calls;
    }

    /** The newest request for a lock that was sent on this connection and waits; null if none does. */
    @Nullable
    Call newestWaiting() {
        return unanswered().stream()
                .filter(call -> call.ask().changesLocks())
                .reduce((first, second) -> second)
                .orElse(null);
    }
}
