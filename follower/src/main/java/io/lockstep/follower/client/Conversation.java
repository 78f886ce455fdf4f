package io.lockstep.follower.client;

import io.lockstep.common.access.Right;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.LockName;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.ParsedLine;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.RequestParser;
import io.lockstep.follower.access.Login;
import io.lockstep.follower.forwarding.Outcome;
import io.lockstep.follower.session.LocalSession;
import io.lockstep.follower.session.SessionConnection;
import io.lockstep.follower.watch.SharedLine;
import io.lockstep.follower.watch.Watcher;
import java.util.ArrayList;
import java.util.List;

/**
 * One client connection: lines in, replies and pushes out. {@link RequestPipeline} orders the requests. When the bound
 * of requests in flight is reached, further lines stay unread in the client's socket.
 */
public final class Conversation implements SessionConnection, Watcher {

    private static final Outcome NO_SESSION = new Outcome.Decided(new CommandResult.NoSession(), 0);

    private final Clients clients;
    private final ClientChannel channel;
    private final LocalSession session;
    private final Login login;
    private final RequestPipeline pipeline = new RequestPipeline();
    private final LocksUnderWay locksUnderWay = new LocksUnderWay();
    private final List<ClientRequest> needSession = new ArrayList<>(0);
    private final HalfClosedProbe probe;
    private boolean reading = true;
    private boolean inputEnded;
    private boolean advancing;
    private boolean closed;

    Conversation(Clients clients, ClientChannel channel) {
        this.clients = clients;
        this.channel = channel;
        this.login = new Login(channel::certificateSubject);
        this.session = new LocalSession(clients.sessions(), this);
        this.probe = new HalfClosedProbe(clients.timers(), this);
    }

    ClientChannel channel() {
        return channel;
    }

    LocalSession session() {
        return session;
    }

    Login login() {
        return login;
    }

    @Override
    public String user() {
        return clients.access().nameOf(login);
    }

    @Override
    public boolean sees(String lockName) {
        return clients.access().may(login, Right.WATCH, lockName);
    }

    boolean mayKnow(LockName name) {
        return clients.access().mayKnow(login, name.text());
    }

    LocksUnderWay locksUnderWay() {
        return locksUnderWay;
    }

    @Override
    public String clientAddress() {
        return channel.clientAddress();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    /** Takes one line from the client, without its line end. */
    public void line(String text) {
        if (closed) {
            return;
        }
        session.renew();
        ParsedLine parsed = RequestParser.parse(text);
        if (parsed instanceof ParsedLine.Blank || pipeline.waitsBehindItsLock(parsed, locksUnderWay)) {
            boundInFlight();
            return;
        }
        if (RequestPipeline.isInOrder(parsed)) {
            pipeline.append(parsed, text.length());
            advance();
        } else {
            begin(parsed, text.length());
        }
        boundInFlight();
    }

    /** Answers a line that is too long or not UTF-8 with an error, then closes the connection. */
    public void unreadable(ErrorCode code, String message) {
        push(Line.error("", code).message(message));
        close();
    }

    /**
     * The client has closed its sending side but may still wait for answers. The connection closes after the last one.
     */
    public void inputEnded() {
        if (!inputEnded) {
            inputEnded = true;
            if (!closed) {
                probe.begin();
            }
        }
        boundInFlight();
    }

    /** Starts the requests whose turn has come. */
    void advance() {
        if (advancing) {
            return;
        }
        advancing = true;
        RequestPipeline.Waiting next = closed ? null : pipeline.next();
        while (next != null) {
            begin(next.line(), next.bytes());
            next = closed ? null : pipeline.next();
        }
        advancing = false;
        boundInFlight();
    }

    private void begin(ParsedLine parsed, int bytes) {
        if (parsed instanceof ParsedLine.Malformed malformed) {
            push(Line.error(malformed.tag(), malformed.code()).message(malformed.message()));
            if (malformed.code().closes()) {
                close();
            }
        } else if (parsed instanceof ParsedLine.Accepted accepted && !(accepted.request() instanceof Request.Pong)) {
            boolean inOrder = RequestPipeline.isInOrder(parsed);
            ClientRequest request = clients.begun(this, accepted, inOrder, bytes);
            pipeline.begun(request);
            locksUnderWay.begun(request);
            if (clients.admits(request)) {
                request.request().accept(clients.handlers(), request);
            }
        }
    }

    /** Whether the session is open. If not, the request is handled again once it is, or refused if it cannot be. */
    boolean hasSessionFor(ClientRequest request) {
        if (session.isOpen()) {
            return true;
        }
        if (session.isNone() || session.isOpening()) {
            waitsForSession(request);
            session.openIfNone(request.request() instanceof Request.Force);
        } else {
            clients.replies().noSession(request, NO_SESSION);
        }
        return false;
    }

    /** Opens the session that a HELLO asks for. */
    void waitsForSession(ClientRequest request, Request.Hello hello) {
        waitsForSession(request);
        session.hello(hello);
    }

    /** Makes the request wait until the session that is being opened is open or cannot be opened. */
    void waitsForSession(ClientRequest request) {
        request.needsSession();
        needSession.add(request);
    }

    @Override
    public void sessionSettled(Outcome outcome) {
        List<ClientRequest> waiting = List.copyOf(needSession);
        needSession.clear();
        for (ClientRequest request : waiting) {
            if (session.isOpen() || request.request() instanceof Request.Quit) {
                request.request().accept(clients.handlers(), request);
            } else {
                clients.replies().noSession(request, outcome);
            }
        }
    }

    @Override
    public void answered(long requestNumber, Outcome.Decided answer) {
        ClientRequest lock = locksUnderWay.numbered(requestNumber);
        if (lock != null && lock.isQueued()) {
            clients.answers().answer(lock, answer);
        }
    }

    @Override
    public void mapReplaced() {
        locksUnderWay.queued().forEach(clients.answers()::answerIfDecided);
    }

    void queued(ClientRequest request) {
        pipeline.queued(request);
        boundInFlight();
    }

    @Override
    public void push(Line line) {
        if (!closed) {
            channel.send(line.text());
        }
    }

    @Override
    public void push(SharedLine event, int watch) {
        if (!closed) {
            channel.send(event, watch);
        }
    }

    @Override
    public boolean roomToPush() {
        return channel.roomToPush();
    }

    void replied(ClientRequest request, boolean wasQueued, Line line) {
        pipeline.replied(request, wasQueued);
        locksUnderWay.replied(request);
        if (!closed) {
            channel.send(line.text());
            boundInFlight();
            if (!advancing && pipeline.canAdvance()) {
                clients.readyToAdvance(this);
            }
        }
    }

    private void boundInFlight() {
        if (closed) {
            return;
        }
        if (inputEnded && pipeline.isEmpty()) {
            close();
            return;
        }
        channel.keeps(pipeline.bytes());
        if (reading != pipeline.hasRoom(clients.inFlightMax())) {
            reading = !reading;
            channel.readMore(reading);
        }
    }

    @Override
    public void bye(String reason, String message) {
        push(Line.push("BYE").option("reason", reason).message(message));
        close();
    }

    /** Whether no request but queued LOCKs is under way. */
    public boolean isIdle() {
        return pipeline.inFlight() == 0;
    }

    /** Says good-bye to a client that can resume its session at another server; the others stay. */
    public void moveOn(String reason, String message) {
        if (session.isResumable()) {
            bye(reason, message);
        }
    }

    /** Closes the connection after everything queued has been sent. */
    void close() {
        if (!closed) {
            channel.close();
            closed();
        }
    }

    /** The connection is closed, from either side. */
    public void closed() {
        if (!closed) {
            closed = true;
            probe.end();
            clients.closed(this);
            session.connectionClosed();
        }
    }
}
