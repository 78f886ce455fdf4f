package io.lockstep.follower.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.access.AccessChange;
import io.lockstep.common.access.Right;
import io.lockstep.common.access.Rule;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.access.Tokens;
import io.lockstep.follower.http.api.Api;
import io.lockstep.follower.watch.SharedLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams share the form of an event, and nothing else: each has its own rights, pace and beginning. */
class SharedEventsTest {

    private static final ServerIncarnation HOME = new ServerIncarnation(1, 1);

    private final BlockingQueue<LoopConversation> watching = new LinkedBlockingQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<Socket> sockets = new ArrayList<>();
    private ServedHttp server;
    private long requests;
    private long sessions;

    @BeforeEach
    void open() throws Exception {
        List<HttpRoute> routes = new ArrayList<>(Api.routes());
        routes.add(new HttpRoute("GET", "/watch", HttpRoute.Admission.USER, HttpRoute.Lane.STREAM, request -> {
            request.conversation().ask(Verb.WATCH, line -> line);
            watching.add(request.conversation());
            over.await();
            return HttpReply.text(200, "");
        }));
        server = new ServedHttp(routes.toArray(HttpRoute[]::new)).start();
        server.lead();
        server.apply(new Command.RegisterServer("disk-1", "127.0.0.1:9001", "127.0.0.1:9101"));
    }

    @AfterEach
    void close() throws Exception {
        over.countDown();
        for (Socket each : sockets) {
            each.close();
        }
        server.close();
    }

    /** Opens the next session, whose number it returns. It may hold one lock. */
    private long session(String user) throws Exception {
        sessions++;
        server.apply(new Command.OpenSession(
                new SessionKey(1, sessions), HOME, "127.0.0.1:5000", "", 600_000, true, user, false));
        return sessions;
    }

    private void lock(long session, String name) throws Exception {
        requests++;
        server.apply(new Command.Acquire(new RequestId(session, 1, requests, 0), new LockName(name)));
    }

    private void release(long session, String name) throws Exception {
        requests++;
        server.apply(new Command.Release(new RequestId(session, 1, requests, 0), List.of(new LockName(name)), 0));
    }

    private void change(AccessChange change) throws Exception {
        server.apply(new Command.ChangeAccess(change, change.isByServer() ? "server 1" : "admin", "127.0.0.1:9001"));
    }

    /** A conversation that watches everything. */
    private LoopConversation watch() throws Exception {
        sockets.add(server.connect("GET /watch HTTP/1.1\r\nHost: " + server.address() + "\r\n\r\n"));
        return watching.take();
    }

    /** A stream of events whose head has been read, without chunks. {@code token} of a user, or empty. */
    private BufferedReader stream(String query, String token) throws IOException {
        String user = token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
        Socket socket = server.connect(
                "GET /v1/events" + query + " HTTP/1.0\r\nHost: " + server.address() + "\r\n" + user + "\r\n");
        sockets.add(socket);
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        assertThat(lines.readLine()).startsWith("HTTP/1.1 200 ");
        return lines;
    }

    /** The next event of a stream: its name, and its data. */
    private static String event(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (!line.startsWith("event: ")) {
            line = lines.readLine();
        }
        return line.substring("event: ".length()) + " " + lines.readLine();
    }

    private static List<String> texts(List<SharedLine> lines) {
        return lines.stream().map(SharedLine::text).toList();
    }

    @Test
    void anEventIsTheSameForAllWhoWatch() throws Exception {
        LoopConversation one = watch();
        LoopConversation other = watch();
        lock(session(""), "a");
        SharedLine event = one.awaitPushes(10_000).get(0);
        assertThat(other.awaitPushes(10_000)).hasSize(1).first().isSameAs(event);
        byte[] form = event.encoded(text -> new byte[] {1});
        assertThat(event.encoded(text -> new byte[] {2})).isSameAs(form);
    }

    @Test
    void whoReadsSlowlyMissesEventsAndNobodyElseDoes() throws Exception {
        LoopConversation slow = watch();
        LoopConversation quick = watch();
        long session = session("");
        int cycles = 800;
        List<String> read = new ArrayList<>();
        for (int i = 0; i < cycles; i++) {
            lock(session, "busy");
            release(session, "busy");
            while (read.size() < 2 * (i + 1)) {
                read.addAll(texts(quick.awaitPushes(10_000)));
            }
        }
        assertThat(read).hasSize(2 * cycles).noneMatch(line -> line.startsWith("* GAP"));
        List<String> late = new ArrayList<>(texts(slow.awaitPushes(10_000)));
        int kept = late.size();
        assertThat(late).isEqualTo(read.subList(0, kept));
        assertThat(kept).isBetween(100, 2 * cycles - 100);
        assertThat(texts(slow.awaitPushes(10_000)))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("* GAP");
        lock(session, "busy");
        assertThat(texts(slow.awaitPushes(10_000))).isEqualTo(texts(quick.awaitPushes(10_000)));
    }

    @Test
    void eachUserSeesOnlyWhatItMayWatchAndOnlyWhileItMay() throws Exception {
        change(new AccessChange.FirstAdmin("admin", Tokens.hash("secret")));
        for (String user : List.of("ann", "bob")) {
            change(new AccessChange.AddUser(user, Tokens.hash(user), false));
            change(new AccessChange.Allow(user, new Rule(Right.WATCH, user + "/")));
        }
        BufferedReader ann = stream("", "ann");
        BufferedReader bob = stream("", "bob");
        assertThat(event(ann)).startsWith("watching ");
        assertThat(event(bob)).startsWith("watching ");
        lock(session("admin"), "bob/1");
        lock(session("admin"), "ann/1");
        assertThat(event(ann)).startsWith("granted data: {\"name\":\"ann/1\",");
        change(new AccessChange.Deny("ann", new Rule(Right.WATCH, "ann/")));
        lock(session("admin"), "ann/2");
        change(new AccessChange.Allow("ann", new Rule(Right.WATCH, "ann/")));
        lock(session("admin"), "ann/3");
        lock(session("admin"), "bob/2");
        assertThat(event(ann)).startsWith("granted data: {\"name\":\"ann/3\",");
        assertThat(event(bob)).startsWith("granted data: {\"name\":\"bob/1\",");
        assertThat(event(bob)).startsWith("granted data: {\"name\":\"bob/2\",");
    }

    @Test
    void aStreamThatBeginsLateHasEveryLockOnce() throws Exception {
        int count = 200;
        List<Long> each = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            each.add(session(""));
        }
        List<BufferedReader> streams = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (i % 50 == 25) {
                streams.add(stream("?list=yes", ""));
            }
            lock(each.get(i), "lock-" + i);
        }
        lock(session(""), "last");
        for (BufferedReader stream : streams) {
            List<String> events = new ArrayList<>(List.of(event(stream)));
            while (!events.get(events.size() - 1).contains("\"last\"")) {
                events.add(event(stream));
            }
            long listed =
                    events.stream().filter(event -> event.startsWith("held ")).count();
            assertThat(events.get((int) listed)).startsWith("watching ");
            for (int i = 0; i < count; i++) {
                String name = "\"name\":\"lock-" + i + "\"";
                assertThat(events).filteredOn(event -> event.contains(name)).hasSize(1);
            }
        }
    }
}
