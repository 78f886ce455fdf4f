package io.lockstep.leader.node;

import io.lockstep.common.lock.Command;
import io.lockstep.common.lock.CommandResult;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.common.lock.RequestId;
import io.lockstep.common.lock.Session;
import io.lockstep.common.lock.SessionKey;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The session of one client connection: none at first, then one that is opened or taken up through the log, until it ends
 * or the connection does.
 */
final class SessionBinding {

    /** How far the binding is. */
    enum Stage {
        NONE,
        OPENING,
        OPEN,
        ENDED
    }

    private final NodeServices node;
    private final Conversation conversation;
    private final List<Consumer<Outcome>> awaitingOpening = new ArrayList<>(0);
    private final RequestNumbers numbers = new RequestNumbers();
    private final LocksUnderWay locksUnderWay = new LocksUnderWay();
    private Stage stage = Stage.NONE;
    private boolean connectionClosed;
    private long number;
    private long generation;
    private int clientId;
    private SessionKey key = new SessionKey(0, 0);
    private long ttlMillis;
    private boolean resumable;
    private String label = "";

    SessionBinding(NodeServices node, Conversation conversation) {
        this.node = node;
        this.conversation = conversation;
    }

    private String clientAddress() {
        return conversation.channel().clientAddress();
    }

    Stage stage() {
        return stage;
    }

    long number() {
        return number;
    }

    long generation() {
        return generation;
    }

    int clientId() {
        return clientId;
    }

    SessionKey key() {
        return key;
    }

    long ttlMillis() {
        return ttlMillis;
    }

    RequestNumbers numbers() {
        return numbers;
    }

    LocksUnderWay locksUnderWay() {
        return locksUnderWay;
    }

    /** A LOCK of the session that stood in line has its answer. */
    void answeredInLine(long request, Outcome.Decided answer) {
        LocksUnderWay.LockUnderWay lock = locksUnderWay.numbered(request);
        if (lock != null && lock.isInLine()) {
            lock.answered(answer);
        }
    }

    /** The map was replaced, and with it the news of who stands in line no more: what has its answer there gets it. */
    void mapReplaced() {
        locksUnderWay.inLine().forEach(this::lookForAnswer);
    }

    /** Answers a LOCK that counts as in line if the map has it there no more. */
    void lookForAnswer(LocksUnderWay.LockUnderWay lock) {
        RequestId request = new RequestId(number, generation, lock.number(), 0);
        LockStateMachine machine = node.map().machine();
        Optional<CommandResult> answer = machine.storedAnswer(request);
        if (answer.isPresent()) {
            lock.answered(new Outcome.Decided(answer.get(), node.map().appliedIndex()));
        } else if (!machine.isWaiting(request)) {
            // So many requests of the session were answered since that this answer is not kept.
            lock.answered(new Outcome.Unknown());
        }
    }

    /**
     * Opens a session that lives by this connection, if there is none yet; {@code then} is told how that went, or at once
     * if there is a session.
     */
    void openIfNone(Runnable ifOpen, Consumer<Outcome> otherwise) {
        if (stage == Stage.OPEN) {
            ifOpen.run();
            return;
        }
        awaitingOpening.add(outcome -> {
            if (stage == Stage.OPEN) {
                ifOpen.run();
            } else {
                otherwise.accept(outcome);
            }
        });
        if (stage == Stage.NONE) {
            open(ProtocolLimits.TTL_MILLIS_DEFAULT, false);
        }
    }

    /** Opens a session for a HELLO, or takes one up; {@code answer} is told how that went. */
    void hello(Request.Hello hello, Consumer<Outcome> answer) {
        if (stage != Stage.NONE) {
            throw new IllegalStateException("HELLO comes before any session");
        }
        label = hello.label();
        awaitingOpening.add(answer);
        Request.Resume resume = hello.resume();
        if (resume == null) {
            open(hello.ttlMillis() == 0 ? ProtocolLimits.TTL_MILLIS_DEFAULT : hello.ttlMillis(), true);
        } else {
            takeUp(resume);
        }
    }

    private void open(long ttl, boolean outlivesConnection) {
        stage = Stage.OPENING;
        resumable = outlivesConnection;
        key = new SessionKey(node.random().nextLong(), node.random().nextLong());
        submit(new Command.OpenSession(key, node.self().home(), clientAddress(), label, ttl, outlivesConnection));
    }

    private void takeUp(Request.Resume resume) {
        stage = Stage.OPENING;
        resumable = true;
        key = resume.key();
        long attempt = node.random().nextLong() | 1;
        submit(new Command.ResumeSession(
                resume.session(), key, attempt, 0, node.self().home(), clientAddress()));
    }

    private void submit(Command command) {
        long sentNanos = node.clock().nanoTime();
        node.pending().submit(command, outcome -> opened(command, outcome, sentNanos));
    }

    private void opened(Command command, Outcome outcome, long sentNanos) {
        if (outcome instanceof Outcome.Decided decided
                && decided.result() instanceof CommandResult.TakenOver
                && !connectionClosed) {
            submit(command);
            return;
        }
        stage = Stage.NONE;
        if (outcome instanceof Outcome.Decided decided
                && decided.result() instanceof CommandResult.SessionOpened opened) {
            bind(opened, sentNanos);
        }
        List<Consumer<Outcome>> waiting = List.copyOf(awaitingOpening);
        awaitingOpening.clear();
        waiting.forEach(each -> each.accept(outcome));
    }

    private void bind(CommandResult.SessionOpened opened, long sentNanos) {
        number = opened.session();
        generation = opened.generation();
        clientId = opened.clientId();
        if (connectionClosed) {
            stage = Stage.ENDED;
            closeUnlessResumable();
            return;
        }
        Session session = node.map().machine().session(number);
        if (session == null || session.generation() != generation) {
            stage = Stage.ENDED;
            return;
        }
        stage = Stage.OPEN;
        ttlMillis = session.ttlMillis();
        numbers.startAfter(session.newestRequest(), generation);
        node.sessionsHere().bound(number, conversation);
        if (resumable) {
            node.heard().watch(number, sentNanos);
        }
    }

    /** Ends the session; {@code answer} is told how that went, or that there was none. */
    void quit(Consumer<Outcome> answer) {
        if (stage == Stage.OPENING) {
            awaitingOpening.add(outcome -> quit(answer));
        } else if (stage == Stage.OPEN) {
            node.pending().submit(new Command.CloseSession(number, generation), outcome -> {
                if (outcome instanceof Outcome.Decided) {
                    ended();
                }
                answer.accept(outcome);
            });
        } else {
            answer.accept(new Outcome.Decided(
                    new CommandResult.NoSession(), node.map().appliedIndex()));
        }
    }

    /** A line came on the connection. */
    void heard() {
        if (stage == Stage.OPEN && resumable) {
            node.heard().heard(number);
        }
    }

    /** The session is over for this connection: it ended, or was taken up elsewhere. */
    void ended() {
        if (stage == Stage.OPEN) {
            release();
            node.heard().forget(number);
        }
    }

    /** The connection is closed; a session that lives by it ends. */
    void connectionClosed() {
        connectionClosed = true;
        if (stage == Stage.OPEN) {
            release();
            node.heard().unwatch(number);
            closeUnlessResumable();
        }
    }

    private void closeUnlessResumable() {
        if (!resumable) {
            node.pending().submitUntilDecided(new Command.CloseSession(number, generation));
        }
    }

    private void release() {
        stage = Stage.ENDED;
        node.sessionsHere().unbound(number, conversation);
    }
}
