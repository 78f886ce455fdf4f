package io.lockstep.client.fake;

import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.ParsedLine;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.RequestParser;
import io.lockstep.common.protocol.Verb;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Stands for a whole cluster: a few servers in this process that share one map, speak the line protocol, and misbehave on
 * request. Its rules are the simplest that the client can tell from the real ones.
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
        SILENT
    }

    private static final String KEY = "0123456789abcdef0123456789abcdef";

    private final String clusterId;
    private final List<FakeServer> servers = new ArrayList<>();
    private final Map<String, Held> locks = new TreeMap<>();
    private final Map<Long, FakeSession> sessions = new HashMap<>();
    private final Map<Verb, List<Fault>> faults = new HashMap<>();
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private long sessionsOpened;
    private long tokens = 40;
    private long index = 100;

    private record Held(long token, FakeSession owner) {}

    /** A session as the cluster knows it. */
    static final class FakeSession {
        private final long number;
        private final String ttl;
        private final Map<Long, String> answers = new HashMap<>();
        private FakeServer.Peer peer;

        private FakeSession(long number, String ttl, FakeServer.Peer peer) {
            this.number = number;
            this.ttl = ttl;
            this.peer = peer;
        }

        private long clientId() {
            return 49_999 + number;
        }
    }

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

    /** Ends all sessions, as if their leases had run out; their connections get no word of it. */
    public synchronized void expireSessions() {
        sessions.clear();
        locks.clear();
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
        Held held = locks.get(name);
        return held == null ? 0 : held.owner().clientId();
    }

    /** Lets a client that is not there hold a lock. */
    public synchronized void holdElsewhere(String name) {
        locks.put(name, new Held(++tokens, new FakeSession(1_000, "10s", null)));
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
                answer.forEach(peer::send);
            }
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
        } else if (request instanceof Request.Lock lock) {
            return List.of(tagged(
                    tag,
                    once(session(peer), lock.number(), s -> lock(s, lock.name().text()))));
        } else if (request instanceof Request.Release release) {
            return List.of(tagged(
                    tag,
                    once(
                            session(peer),
                            release.number(),
                            s -> release(s, release.name().text()))));
        } else if (request instanceof Request.Status status) {
            return List.of(tagged(tag, status(status.name().text())));
        } else if (request instanceof Request.List list) {
            return list(tag, list);
        } else if (request instanceof Request.WhoAmI) {
            return List.of(tagged(tag, whoAmI(session(peer))));
        } else if (request instanceof Request.Nodes) {
            return nodes(tag);
        } else if (request instanceof Request.Info) {
            String row = tagged(tag, "- ");
            return List.of(
                    row + "index=" + index,
                    row + "hash=" + peer.server().hash(),
                    row + "role=leader",
                    tagged(tag, "OK INFO"));
        } else if (request instanceof Request.Ping) {
            return List.of(tagged(tag, "OK PONG renewed=0ms"));
        } else if (request instanceof Request.Quit) {
            quit(peer);
            return List.of(tagged(tag, "OK QUIT"));
        }
        return List.of();
    }

    private String hello(FakeServer.Peer peer, String tag, Request.Hello hello) {
        Request.Resume resume = hello.resume();
        FakeSession session;
        if (resume == null) {
            session = open(peer, hello.ttlMillis() == 0 ? 10_000 : hello.ttlMillis());
        } else {
            session = sessions.get(resume.session());
            if (session == null) {
                return tagged(tag, "ERR SESSION_EXPIRED msg=\"there is no such session\"");
            }
            session.peer = peer;
        }
        return tagged(
                tag,
                "OK HELLO version=1 client=" + session.clientId() + " session=" + session.number + " key=" + KEY
                        + " ttl="
                        + session.ttl + " cluster=" + clusterId + " server="
                        + peer.server().number() + " role="
                        + role(peer.server().number()) + " index=" + index);
    }

    private FakeSession open(FakeServer.Peer peer, long ttlMillis) {
        FakeSession session = new FakeSession(++sessionsOpened, Durations.format(ttlMillis), peer);
        sessions.put(session.number, session);
        return session;
    }

    private FakeSession session(FakeServer.Peer peer) {
        return sessions.values().stream()
                .filter(session -> session.peer == peer)
                .findFirst()
                .orElseGet(() -> open(peer, 10_000));
    }

    private interface Deed {
        String on(FakeSession session);
    }

    private static String once(FakeSession session, long number, Deed deed) {
        String known = session.answers.get(number);
        if (number > 0 && known != null) {
            return known;
        }
        String answer = deed.on(session);
        if (answer.startsWith("OK")) {
            session.answers.put(number, answer);
        }
        return answer;
    }

    private String lock(FakeSession session, String name) {
        for (Map.Entry<String, Held> each : locks.entrySet()) {
            if (each.getValue().owner() == session) {
                return line("ERR ALREADY", each.getKey()) + " token="
                        + each.getValue().token() + " limit=1 index=" + index;
            }
        }
        Held held = locks.get(name);
        if (held != null) {
            return line("ERR HELD", name) + holder(held) + " index=" + index;
        }
        locks.put(name, new Held(++tokens, session));
        return line("OK LOCK", name) + " token=" + tokens + " index=" + ++index;
    }

    private String release(FakeSession session, String name) {
        Held held = locks.get(name);
        if (held == null) {
            return line("ERR NOT_HELD", name) + " index=" + index;
        }
        if (held.owner() != session) {
            return line("ERR NOT_OWNER", name) + holder(held) + " index=" + index;
        }
        locks.remove(name);
        return line("OK RELEASE", name) + " token=" + held.token() + " index=" + ++index;
    }

    private String status(String name) {
        Held held = locks.get(name);
        return held == null
                ? line("OK STATUS", name) + " state=free index=" + index
                : line("OK STATUS", name) + " state=held" + holder(held) + " since=2026-01-01T00:00:00Z index=" + index;
    }

    private static String holder(Held held) {
        return " owner=" + held.owner().clientId() + " address=127.0.0.1:4444 server=2 token=" + held.token()
                + " held=12s";
    }

    private List<String> list(String tag, Request.List list) {
        List<String> lines = new ArrayList<>();
        locks.forEach((name, held) -> {
            if (name.startsWith(list.prefix()) && lines.size() < list.limit()) {
                lines.add(tagged(tag, line("-", name) + holder(held)));
            }
        });
        lines.add(tagged(tag, "OK LIST n=" + lines.size() + " index=" + index));
        return lines;
    }

    private String whoAmI(FakeSession session) {
        long held =
                locks.values().stream().filter(each -> each.owner() == session).count();
        return "OK WHOAMI client=" + session.clientId() + " session=" + session.number
                + " server=1 address=127.0.0.1:5555 ttl=" + session.ttl + " locks=" + held;
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
        locks.values().removeIf(held -> held.owner() == session);
    }

    private static String line(String start, String name) {
        return start + " " + io.lockstep.common.protocol.LineSyntax.written(name);
    }

    private static String tagged(String tag, String line) {
        return tag.isEmpty() ? line : tag + " " + line;
    }

    @Override
    public void close() {
        servers.forEach(FakeServer::close);
    }
}
