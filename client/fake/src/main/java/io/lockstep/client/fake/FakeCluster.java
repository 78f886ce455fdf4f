package io.lockstep.client.fake;

import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.common.protocol.ParsedLine;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.RequestParser;
import io.lockstep.common.protocol.Verb;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Stands for a whole cluster: a few servers in this process that share one map, speak the line protocol, and misbehave
 * on request. Its rules are the simplest that the client can tell from the real ones.
 */
public final class FakeCluster implements AutoCloseable {

    /** What to do with the next request of a verb, instead of answering it. */
    public enum Fault {
        /** Answer it as ever. */
        NONE,
        /** Close the connection without doing it. */
        CLOSE_BEFORE,
        /** Do it, and close the connection without answering. */
        CLOSE_AFTER,
        /** Do it, and say that the outcome is unknown. */
        UNKNOWN_AFTER,
        /** Do nothing, and say that there is no leader. */
        NO_LEADER,
        /** Do nothing and say nothing, and go on with the next. */
        SILENT,
        /** Do it, and keep the answer until {@link #sayWhatIsHeldBack}. */
        HOLD_BACK
    }

    private static final String KEY = "0123456789abcdef0123456789abcdef";

    private final String clusterId;
    private final List<FakeServer> servers = new ArrayList<>();
    private final FakeLocks locks = new FakeLocks();
    private final Map<Long, FakeSession> sessions = new HashMap<>();
    private final Map<Verb, List<Fault>> faults = new HashMap<>();
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final List<Runnable> heldBack = new ArrayList<>();
    private final ScheduledExecutorService timeouts =
            Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "fake-timeouts"));
    private long sessionsOpened;
    private boolean confirming = true;

    public FakeCluster(String clusterId, int serverCount) {
        this.clusterId = clusterId;
        for (int i = 1; i <= serverCount; i++) {
            servers.add(new FakeServer(this, i));
        }
    }

    /** The addresses of the servers, as {@code --server} takes them. */
    public String addresses() {
        return String.join(",", servers.stream().map(FakeServer::address).toList());
    }

    public FakeServer server(int number) {
        return servers.get(number - 1);
    }

    /** Makes the next request of that verb go wrong; several calls add up. */
    public synchronized void next(Verb verb, Fault fault) {
        faults.computeIfAbsent(verb, any -> new ArrayList<>()).add(fault);
    }

    /** Nothing more goes wrong. */
    public synchronized void forgetFaults() {
        faults.clear();
    }

    /** How many locks a client may have; 0 for any number. */
    public synchronized void locksPerClient(int most) {
        locks.locksPerClient(most);
    }

    /** Ends all sessions, as if their leases had run out; their connections get no word of it. */
    public synchronized void expireSessions() {
        sessions.clear();
        locks.clear();
    }

    /** The same, and says so to the connections. */
    public synchronized void expireSessionsAloud() {
        List<FakeServer.Peer> peers =
                sessions.values().stream().map(session -> session.peer).toList();
        expireSessions();
        for (FakeServer.Peer peer : peers) {
            peer.send("* BYE reason=expired msg=\"the session was not heard of\"");
            peer.close();
        }
    }

    /** Whether renewals are confirmed from now on; if not, PING is answered all the same. */
    public synchronized void confirm(boolean renewals) {
        confirming = renewals;
    }

    /** Breaks the grants of a lock as an operator does. */
    public synchronized void force(String name) {
        for (FakeLocks.Held each : List.copyOf(locks.holders(name))) {
            locks.release(each.owner(), List.of(name), 0);
            if (each.owner().peer != null) {
                each.owner()
                        .peer
                        .send("* LOST " + LineSyntax.written(name) + " token=" + each.token()
                                + " reason=forced msg=\"broken by an operator\"");
            }
        }
        handOver();
    }

    /** Gives the answers that were held back. */
    public synchronized void sayWhatIsHeldBack() {
        heldBack.forEach(Runnable::run);
        heldBack.clear();
    }

    /** Waits for the next line from any client that begins so, dropping the others. */
    public String awaitLine(String beginning) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            String line = received.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new AssertionError("no line came that begins " + beginning);
            }
            if (line.startsWith(beginning)) {
                return line;
            }
        }
    }

    /** The lines that came so far and begin so, without their tags. */
    public List<String> linesSoFar(String beginning) {
        return received.stream().filter(line -> line.startsWith(beginning)).toList();
    }

    /** Who holds the lock, as a client id; 0 if nobody does. */
    public synchronized long owner(String name) {
        List<FakeLocks.Held> holders = locks.holders(name);
        return holders.isEmpty() ? 0 : holders.get(0).owner().clientId();
    }

    /** How many hold the lock. */
    public synchronized int holders(String name) {
        return locks.holders(name).size();
    }

    /** How many stand in line for the lock. */
    public synchronized int waiting(String name) {
        return locks.waiting(name).size();
    }

    /** Lets a client that is not there hold a lock. */
    public void holdElsewhere(String name) {
        holdElsewhere(name, "");
    }

    /** Lets a client that is not there, and calls itself so, hold a lock. */
    public synchronized void holdElsewhere(String name, String label) {
        FakeSession elsewhere = new FakeSession(1_000, 10_000, label, null);
        locks.grant(elsewhere, List.of(name), LockMode.EXCLUSIVE);
    }

    /** Ends all grants of a lock, as its holders do; the next in line gets it. */
    public synchronized void free(String name) {
        for (FakeLocks.Held each : List.copyOf(locks.holders(name))) {
            locks.release(each.owner(), List.of(name), 0);
        }
        handOver();
    }

    String greeting(int server) {
        return "* LOCKSTEP 1 cluster=" + clusterId + " server=" + server + " role=" + role(server) + " maxline=4096";
    }

    private static String role(int server) {
        return server == 1 ? "leader" : "follower";
    }

    /** Answers one line of a client. */
    synchronized void take(FakeServer.Peer peer, String line) {
        received.add(line.startsWith("#") ? line.substring(line.indexOf(' ') + 1) : line);
        ParsedLine parsed = RequestParser.parse(line);
        if (parsed instanceof ParsedLine.Malformed malformed) {
            peer.send(Line.error(malformed.tag(), malformed.code())
                    .message(malformed.message())
                    .text());
            return;
        }
        if (!(parsed instanceof ParsedLine.Accepted accepted)) {
            return;
        }
        Fault fault = faultFor(accepted.request());
        if (fault == Fault.CLOSE_BEFORE) {
            peer.close();
        } else if (fault == Fault.NO_LEADER) {
            peer.send(Line.error(accepted.tag(), ErrorCode.NO_LEADER)
                    .message("there is no leader")
                    .text());
        } else if (fault != Fault.SILENT) {
            List<String> answer = answer(peer, accepted);
            if (fault == Fault.CLOSE_AFTER) {
                peer.close();
            } else if (fault == Fault.UNKNOWN_AFTER) {
                peer.send(Line.error(accepted.tag(), ErrorCode.OUTCOME_UNKNOWN)
                        .message("no answer within 5 s")
                        .text());
            } else {
                sendOrKeep(fault, peer, answer);
            }
        }
    }

    private void sendOrKeep(Fault fault, FakeServer.Peer peer, List<String> answer) {
        if (fault == Fault.HOLD_BACK) {
            heldBack.add(() -> answer.forEach(peer::send));
        } else {
            answer.forEach(peer::send);
        }
    }

    private Fault faultFor(Request request) {
        List<Fault> waiting = faults.getOrDefault(verb(request), List.of());
        return waiting.isEmpty() ? null : waiting.remove(0);
    }

    private static Verb verb(Request request) {
        return Verb.named(request.getClass().getSimpleName()).orElseThrow();
    }

    private List<String> answer(FakeServer.Peer peer, ParsedLine.Accepted accepted) {
        String tag = accepted.tag();
        Request request = accepted.request();
        if (request instanceof Request.Hello hello) {
            return List.of(hello(peer, tag, hello));
        } else if (peer.hadSession && sessionAt(peer) == null && needsSession(request)) {
            return List.of(tagged(tag, "ERR SESSION_EXPIRED msg=\"the session has ended\""));
        } else if (request instanceof Request.Lock lock) {
            return lock(session(peer), tag, lock);
        } else if (request instanceof Request.Release release) {
            FakeSession session = session(peer);
            return List.of(tagged(
                    tag,
                    once(
                            session,
                            release.number(),
                            () -> locks.release(session, names(release.names()), release.token()))));
        } else if (request instanceof Request.Cancel cancel) {
            return cancel(session(peer), tag, cancel.number());
        } else if (request instanceof Request.Status status) {
            return List.of(tagged(tag, status(status.name().text())));
        } else if (request instanceof Request.Who who) {
            return who(tag, who.name().text());
        } else if (request instanceof Request.List list) {
            return list(tag, list);
        } else if (request instanceof Request.WhoAmI) {
            return List.of(tagged(tag, whoAmI(session(peer))));
        } else if (request instanceof Request.Nodes) {
            return nodes(tag);
        } else if (request instanceof Request.Info) {
            String row = tagged(tag, "- ");
            return List.of(
                    row + "index=" + locks.index(),
                    row + "hash=" + peer.server().hash(),
                    row + "role=leader",
                    tagged(tag, "OK INFO"));
        } else if (request instanceof Request.Ping) {
            return List.of(tagged(tag, "OK PONG" + renewed(peer)));
        } else if (request instanceof Request.Quit) {
            quit(peer);
            return List.of(tagged(tag, "OK QUIT"));
        }
        return List.of();
    }

    private static boolean needsSession(Request request) {
        return request instanceof Request.Lock
                || request instanceof Request.Release
                || request instanceof Request.Cancel
                || request instanceof Request.WhoAmI;
    }

    private static List<String> names(List<LockName> names) {
        return names.stream().map(LockName::text).toList();
    }

    private String renewed(FakeServer.Peer peer) {
        FakeSession session = sessionAt(peer);
        if (session == null) {
            return "";
        }
        if (confirming) {
            session.confirmedNanos = System.nanoTime();
        }
        return " renewed=" + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - session.confirmedNanos) + "ms";
    }

    private String hello(FakeServer.Peer peer, String tag, Request.Hello hello) {
        Request.Resume resume = hello.resume();
        FakeSession session;
        if (resume == null) {
            session = open(peer, hello.ttlMillis() == 0 ? 10_000 : hello.ttlMillis(), hello.label());
        } else {
            session = sessions.get(resume.session());
            if (session == null) {
                return tagged(tag, "ERR SESSION_EXPIRED msg=\"there is no such session\"");
            }
            FakeServer.Peer before = session.peer;
            session.peer = peer;
            peer.hadSession = true;
            session.confirmedNanos = System.nanoTime();
            before.send("* BYE reason=taken-over msg=\"the session was taken up at another connection\"");
            before.close();
        }
        return tagged(
                tag,
                "OK HELLO version=1 client=" + session.clientId() + " session=" + session.number + " key=" + KEY
                        + " ttl="
                        + session.ttl() + " cluster=" + clusterId + " server="
                        + peer.server().number() + " role="
                        + role(peer.server().number()) + " index=" + locks.index());
    }

    private FakeSession open(FakeServer.Peer peer, long ttlMillis, String label) {
        FakeSession session = new FakeSession(++sessionsOpened, ttlMillis, label, peer);
        sessions.put(session.number, session);
        peer.hadSession = true;
        return session;
    }

    private FakeSession sessionAt(FakeServer.Peer peer) {
        return sessions.values().stream()
                .filter(session -> session.peer == peer)
                .findFirst()
                .orElse(null);
    }

    private FakeSession session(FakeServer.Peer peer) {
        FakeSession session = sessionAt(peer);
        return session != null ? session : open(peer, 10_000, "");
    }

    private String once(FakeSession session, long number, Supplier<String> deed) {
        String known = session.answers.get(number);
        if (number > 0 && known != null) {
            return known;
        }
        String answer = deed.get();
        if (answer.startsWith("OK")) {
            session.answers.put(number, answer);
        }
        handOver();
        return answer;
    }

    private List<String> lock(FakeSession session, String tag, Request.Lock lock) {
        List<String> names = names(lock.names());
        for (FakeLocks.Waiter waiter : locks.line()) {
            if (waiter.session() == session && waiter.number() == lock.number()) {
                session.tags.put(lock.number(), tag);
                return List.of(queued(waiter));
            }
        }
        if (lock.number() > 0 && session.answers.containsKey(lock.number())) {
            return List.of(tagged(tag, session.answers.get(lock.number())));
        }
        String already = locks.already(session, names);
        if (!already.isEmpty()) {
            return List.of(tagged(tag, already));
        }
        if (locks.free(names, lock.mode())) {
            return List.of(tagged(tag, once(session, lock.number(), () -> locks.grant(session, names, lock.mode()))));
        }
        if (lock.waitMillis() == 0) {
            return List.of(tagged(tag, locks.refusal("HELD", names)));
        }
        FakeLocks.Waiter waiter = new FakeLocks.Waiter(session, lock.number(), names, lock.mode());
        locks.line().add(waiter);
        session.tags.put(lock.number(), tag);
        // It fails at most when the cluster is closed.
        var unused = timeouts.schedule(() -> timeOut(waiter), lock.waitMillis(), TimeUnit.MILLISECONDS);
        return List.of(queued(waiter));
    }

    private String queued(FakeLocks.Waiter waiter) {
        String name = waiter.names().get(0);
        int position = locks.waiting(name).indexOf(waiter) + 1;
        return "* QUEUED " + LineSyntax.written(name) + " pos=" + position + " req=" + waiter.number();
    }

    private synchronized void timeOut(FakeLocks.Waiter waiter) {
        if (locks.line().remove(waiter)) {
            answer(waiter, locks.refusal("TIMEOUT", waiter.names()) + " msg=\"the wait is over\"");
            handOver();
        }
    }

    private void answer(FakeLocks.Waiter waiter, String answer) {
        FakeSession session = waiter.session();
        session.answers.put(waiter.number(), answer);
        String tag = session.tags.remove(waiter.number());
        session.peer.send(tagged(tag, answer));
    }

    private List<String> cancel(FakeSession session, String tag, long number) {
        FakeLocks.Waiter waiter = locks.line().stream()
                .filter(each -> each.session() == session && each.number() == number)
                .findFirst()
                .orElse(null);
        if (waiter != null) {
            locks.line().remove(waiter);
            answer(waiter, "ERR CANCELLED " + FakeLocks.written(waiter.names()) + " index=" + locks.index());
            handOver();
        }
        boolean cancelled = waiter != null || !session.answers.containsKey(number);
        if (waiter == null && cancelled) {
            session.answers.put(number, "ERR CANCELLED index=" + locks.index());
        }
        return List.of(tagged(tag, "OK CANCEL cancelled=" + (cancelled ? "yes" : "no") + " index=" + locks.index()));
    }

    private void handOver() {
        for (FakeLocks.Waiter next = locks.next(); next != null; next = locks.next()) {
            answer(next, locks.grant(next.session(), next.names(), next.mode()));
        }
    }

    private String status(String name) {
        return locks.holders(name).isEmpty()
                ? "OK STATUS " + LineSyntax.written(name) + " state=free index=" + locks.index()
                : "OK STATUS " + LineSyntax.written(name) + " state=held" + locks.holder(name, false)
                        + " since=2026-01-01T00:00:00Z index=" + locks.index();
    }

    private List<String> who(String tag, String name) {
        List<String> lines = new ArrayList<>();
        for (FakeLocks.Held each : locks.holders(name)) {
            lines.add(tagged(
                    tag,
                    "- holder owner=" + each.owner().clientId()
                            + each.owner().labelOption() + " address=127.0.0.1:4444 server=1 session="
                            + each.owner().number + " token=" + each.token() + " mode=" + FakeLocks.mode(each.mode())
                            + " held=3s ttl=" + each.owner().ttl()));
        }
        int holders = lines.size();
        int position = 0;
        for (FakeLocks.Waiter each : locks.waiting(name)) {
            lines.add(tagged(
                    tag,
                    "- waiter pos=" + ++position + " owner=" + each.session().clientId()
                            + " address=127.0.0.1:4444 server=1 session="
                            + each.session().number + " mode=" + FakeLocks.mode(each.mode())
                            + " waited=2s remaining=28s ttl="
                            + each.session().ttl()));
        }
        lines.add(tagged(
                tag,
                "OK WHO " + LineSyntax.written(name) + " holders=" + holders + " waiting=" + position + " index="
                        + locks.index()));
        return lines;
    }

    private List<String> list(String tag, Request.List list) {
        List<String> lines = new ArrayList<>();
        locks.names().forEach(name -> {
            if (name.startsWith(list.prefix()) && lines.size() < list.limit()) {
                lines.add(tagged(tag, "- " + LineSyntax.written(name) + locks.holder(name, false)));
            }
        });
        lines.add(tagged(tag, "OK LIST n=" + lines.size() + " index=" + locks.index()));
        return lines;
    }

    private String whoAmI(FakeSession session) {
        return "OK WHOAMI client=" + session.clientId() + " session=" + session.number
                + " server=1 address=127.0.0.1:5555 ttl=" + session.ttl() + " locks=" + locks.heldBy(session);
    }

    private List<String> nodes(String tag) {
        List<String> lines = new ArrayList<>();
        for (FakeServer server : servers) {
            lines.add(tagged(
                    tag,
                    "- server=" + server.number() + " address=" + server.address() + " peer=127.0.0.1:1 role="
                            + role(server.number())));
        }
        lines.add(tagged(tag, "OK NODES n=" + servers.size() + " voters=" + servers.size() + " survives=1"));
        return lines;
    }

    private void quit(FakeServer.Peer peer) {
        FakeSession session = session(peer);
        sessions.remove(session.number);
        locks.end(session);
        handOver();
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private static String tagged(String tag, String line) {
        return tag.isEmpty() ? line : tag + " " + line;
    }

    @Override
    public void close() {
        timeouts.shutdownNow();
        servers.forEach(FakeServer::close);
    }
}
