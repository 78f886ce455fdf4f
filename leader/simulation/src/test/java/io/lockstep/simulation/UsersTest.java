package io.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What clients of a cluster with users may do, and what the others learn. */
class UsersTest {

    private final SmallCluster cluster = new SmallCluster(1);
    private final SmallCluster.Client admin = cluster.client(cluster.leader(), "PING");
    private final String adminToken = token(admin.ask("USER ADD root admin=yes"));

    UsersTest() {
        assertThat(admin.ask("AUTH token=" + adminToken)).startsWith("OK AUTH user=root cluster=cluster server=1");
    }

    private static String token(String reply) {
        assertThat(reply).contains(" token=");
        return reply.replaceAll(".* token=([^ ]+).*", "$1");
    }

    /** Adds a user with these rules, each a right and a prefix. */
    private String added(String name, String... rules) {
        String token = token(admin.ask("USER ADD " + name));
        for (String rule : rules) {
            assertThat(admin.ask("ALLOW " + name + " " + rule)).startsWith("OK ALLOW");
        }
        return token;
    }

    /** Drops the lines that the client got. The first line would be taken for the greeting. */
    private static void forget(SmallCluster.Client client) {
        client.lines.clear();
        client.lines.add("greeted");
    }

    private SmallCluster.Client user(int host, String token) {
        return cluster.client(host, "AUTH token=" + token);
    }

    @Test
    void aStrangerLearnsNothing() {
        SmallCluster.Client stranger = cluster.client(cluster.follower(), "PING 1");
        assertThat(stranger.lines.get(0))
                .startsWith("* LOCKSTEP 1 auth=required")
                .doesNotContain("cluster=");
        assertThat(stranger.answers()).containsExactly("OK PONG 1");
        for (String request : List.of(
                "HELLO",
                "LOCK a",
                "RELEASE a",
                "STATUS a",
                "WHO a",
                "HISTORY a",
                "LIST",
                "WATCH",
                "FORCE a token=1 reason=x",
                "REMOVE 2 reason=x",
                "AUDIT",
                "BACKUP",
                "WHOAMI",
                "INFO",
                "NODES",
                "HELP",
                "USER LIST",
                "USER ADD me admin=yes",
                "ALLOW root read",
                "CANCEL",
                "UNWATCH 1")) {
            forget(stranger);
            assertThat(stranger.ask(request)).startsWith("ERR AUTH_REQUIRED ");
            assertThat(stranger.lines).hasSize(2);
        }
        assertThat(stranger.ask("QUIT")).isEqualTo("OK QUIT");
    }

    /** Its map has no users until it has caught up. */
    @Test
    void aStrangerLearnsAndChangesNothingAtAServerThatHasJustStarted() {
        assertThat(admin.ask("LOCK a")).startsWith("OK LOCK");
        int host = cluster.follower();
        for (String request : List.of(
                "STATUS a",
                "STATUS a read=sync",
                "WHO a",
                "HISTORY a",
                "LIST",
                "WATCH list=yes",
                "LOCK b",
                "HELLO",
                "USER LIST",
                "USER ADD me admin=yes",
                "ALLOW root read x/",
                "REMOVE 1 reason=x",
                "SET map_bytes=1m reason=x",
                "BACKUP",
                "AUDIT")) {
            cluster.crash(host);
            cluster.start(host);
            SmallCluster.Client stranger = cluster.client(host, request);
            assertThat(stranger.answers().get(0))
                    .as(request)
                    .matches("ERR (AUTH_REQUIRED|BEHIND|NO_LEADER) .*")
                    .doesNotContain("owner=");
            assertThat(stranger.lines.stream().filter(line -> line.startsWith("- ")))
                    .as(request)
                    .isEmpty();
        }
    }

    @Test
    void aUserDoesWhatItsRulesAllowAndNothingElse() {
        String anna = added("anna", "lock a/", "read a/");
        String bert = added("bert", "lock b/");
        SmallCluster.Client a = user(cluster.follower(), anna);
        SmallCluster.Client b = user(cluster.leader(), bert);
        assertThat(a.ask("LOCK a/1")).startsWith("OK LOCK");
        assertThat(b.ask("LOCK b/1")).startsWith("OK LOCK");
        assertThat(a.ask("STATUS a/1")).startsWith("OK STATUS");
        String held = a.ask("LOCK b/1");
        assertThat(held).startsWith("ERR DENIED ");
        assertThat(a.ask("LOCK b/free")).isEqualTo(held);
        assertThat(a.ask("RELEASE b/1")).isEqualTo(held);
        assertThat(a.ask("STATUS b/1")).isEqualTo(held);
        assertThat(a.ask("WHO b/1")).isEqualTo(held);
        assertThat(a.ask("HISTORY b/1")).isEqualTo(held);
        assertThat(a.ask("WATCH a/1")).isEqualTo(held);
        assertThat(a.ask("LIST prefix=b/")).isEqualTo(held);
        assertThat(a.ask("FORCE a/1 token=1 reason=x")).isEqualTo(held);
        assertThat(b.ask("STATUS b/1")).startsWith("ERR DENIED ");
        assertThat(b.ask("USER LIST")).startsWith("ERR DENIED ");
        assertThat(b.ask("BACKUP")).startsWith("ERR DENIED ");
    }

    @Test
    void listsAndWatchesShowWhatIsAllowed() {
        String anna = added("anna", "read a/", "read c/", "watch c/");
        SmallCluster.Client watcher = user(cluster.follower(), anna);
        assertThat(watcher.ask("WATCH")).startsWith("OK WATCH");
        for (String name : List.of("a/1", "b/1", "c/1", "c/2")) {
            SmallCluster.Client holder = user(cluster.leader(), adminToken);
            assertThat(holder.ask("LOCK " + name)).startsWith("OK LOCK");
        }
        cluster.await(() -> watcher.lines.stream().anyMatch(line -> line.startsWith("* GRANTED c/2")));
        assertThat(watcher.lines.stream().filter(line -> line.startsWith("* GRANTED")))
                .hasSize(2)
                .allMatch(line -> line.startsWith("* GRANTED c/"));
        assertThat(watcher.ask("LIST")).startsWith("OK LIST n=3");
        assertThat(watcher.ask("LIST after=a/1 limit=1"))
                .startsWith("OK LIST n=1")
                .contains("more=yes");
        assertThat(watcher.lines).noneMatch(line -> line.contains("b/1"));
    }

    @Test
    void aTakenRightAndARemovedUserEndAtTheNextRequest() {
        String anna = added("anna", "lock a/");
        SmallCluster.Client client = user(cluster.leader(), anna);
        assertThat(client.ask("LOCK a/1")).startsWith("OK LOCK");
        assertThat(admin.ask("DENY anna lock a/")).startsWith("OK DENY");
        assertThat(client.ask("RELEASE a/1")).startsWith("ERR DENIED");
        assertThat(admin.ask("USER REMOVE anna")).startsWith("OK USER");
        cluster.await(() -> client.lines.stream().anyMatch(line -> line.startsWith("* BYE reason=removed")));
        assertThat(client.lines).anyMatch(line -> line.startsWith("* LOST a/1") && line.contains("reason=forced"));
        assertThat(admin.ask("STATUS a/1")).contains("state=free");
        assertThat(user(cluster.leader(), anna).answers())
                .singleElement()
                .asString()
                .startsWith("ERR AUTH_FAILED");
    }

    @Test
    void aRightTakenWhileTheRequestWaitsIsGone() {
        SmallCluster.Client client = user(cluster.follower(), added("anna", "read a/"));
        String now = admin.ask("STATUS a/1").replaceAll(".* index=([0-9]+).*", "$1");
        client.send("STATUS a/1 index=" + (Long.parseLong(now) + 1));
        assertThat(admin.ask("DENY anna read a/")).startsWith("OK DENY");
        cluster.await(() -> client.isAnswered(2));
        assertThat(client.answers().get(1)).startsWith("ERR DENIED");
    }

    @Test
    void theOlderTokenEndsWithItsRotation() {
        String old = added("anna", "lock a/");
        SmallCluster.Client client = user(cluster.leader(), old);
        String renewed = token(admin.ask("USER ROTATE anna"));
        assertThat(client.ask("NODES")).startsWith("OK NODES");
        assertThat(admin.ask("USER ROTATE anna finish=yes")).startsWith("OK USER");
        assertThat(client.ask("NODES")).startsWith("ERR AUTH_REQUIRED");
        assertThat(client.ask("AUTH token=" + renewed)).startsWith("OK AUTH user=anna");
        assertThat(client.ask("LOCK a/1")).startsWith("OK LOCK");
    }

    @Test
    void aRetryGetsItsAnswerThoughTheRightIsGone() {
        SmallCluster.Client holder = user(cluster.leader(), adminToken);
        assertThat(holder.ask("LOCK a/2")).startsWith("OK LOCK");
        String anna = added("anna", "lock a/");
        SmallCluster.Client client = user(cluster.leader(), anna);
        String resume = resumption(client.ask("HELLO ttl=60s"));
        String granted = client.ask("LOCK a/1 req=1");
        assertThat(client.ask("RELEASE a/1 req=2")).startsWith("OK RELEASE");
        client.send("LOCK a/2 wait=1m req=3");
        cluster.await(() -> client.lines.stream().anyMatch(line -> line.startsWith("* QUEUED")));
        assertThat(admin.ask("DENY anna lock a/")).startsWith("OK DENY");
        SmallCluster.Client again = user(cluster.follower(), anna);
        assertThat(again.ask(resume)).startsWith("OK HELLO");

        assertThat(again.ask("LOCK a/1 req=1").split(" index")[0]).isEqualTo(granted.split(" index")[0]);
        assertThat(again.ask("LOCK a/3 req=4")).startsWith("ERR DENIED");
        again.send("LOCK a/2 wait=1m req=3");
        assertThat(holder.ask("RELEASE a/2")).startsWith("OK RELEASE");
        cluster.await(() -> again.answers().stream().anyMatch(line -> line.startsWith("OK LOCK a/2")));
    }

    @Test
    void theConnectionOfASessionStaysWithItsUserWhenTheTokenEnds() {
        String old = added("anna", "lock a/");
        SmallCluster.Client client = user(cluster.leader(), old);
        assertThat(client.ask("LOCK a/1")).startsWith("OK LOCK");
        String renewed = token(admin.ask("USER ROTATE anna"));
        assertThat(admin.ask("USER ROTATE anna finish=yes")).startsWith("OK USER");
        assertThat(client.ask("AUTH token=" + adminToken)).startsWith("ERR SESSION_OPEN");
        assertThat(client.ask("AUTH token=" + renewed)).startsWith("OK AUTH user=anna");
    }

    @Test
    void aSessionStaysWithItsUser() {
        String anna = added("anna", "lock a/");
        SmallCluster.Client client = user(cluster.leader(), anna);
        String resume = resumption(client.ask("HELLO ttl=60s"));
        assertThat(admin.ask(resume)).startsWith("ERR SESSION_EXPIRED");
        assertThat(client.ask("AUTH token=" + adminToken)).startsWith("ERR SESSION_OPEN");
        assertThat(user(cluster.follower(), anna).ask(resume)).startsWith("OK HELLO");
    }

    private static String resumption(String hello) {
        return hello.replaceAll(".* session=([0-9]+) key=([0-9a-f]+).*", "HELLO session=$1 key=$2");
    }

    @Test
    void failedLoginsWaitLongerEachTimeAndTheAuditCountsThem() {
        SmallCluster.Client guest = cluster.client(cluster.follower(), "PING");
        long firstMicros = tookMicros(guest);
        long thirdMicros = Math.max(tookMicros(guest), tookMicros(guest));
        assertThat(firstMicros).isGreaterThanOrEqualTo(200_000);
        assertThat(thirdMicros).isGreaterThan(3 * firstMicros);
        for (int pass = 0; pass < 5; pass++) {
            cluster.pass(15_000_000);
        }
        forget(admin);
        assertThat(admin.ask("AUTH token=" + adminToken)).startsWith("OK");
        assertThat(admin.ask("AUDIT")).startsWith("OK AUDIT");
        assertThat(admin.lines.stream().filter(line -> line.contains("refused=AUTH")))
                .hasSize(2)
                .anyMatch(line -> line.contains("times=1 "))
                .anyMatch(line -> line.contains("times=2 "));
    }

    private long tookMicros(SmallCluster.Client guest) {
        long sinceMicros = cluster.nowMicros();
        assertThat(guest.ask("AUTH token=wrong")).startsWith("ERR AUTH_FAILED");
        return cluster.nowMicros() - sinceMicros;
    }

    @Test
    void aSettingIsInTheAuditWithTheUserWhoChangedIt() {
        assertThat(admin.ask("SET map_bytes=2m reason=x operator=console")).startsWith("OK SET");
        forget(admin);
        admin.ask("AUDIT");
        assertThat(admin.lines)
                .anyMatch(line -> line.contains("map_bytes=") && line.contains("operator=\"root (console)\""));
    }

    @Test
    void whatIsDeniedToAnOperatorIsInTheAuditWithItsUser() {
        String anna = added("anna");
        SmallCluster.Client client = user(cluster.leader(), anna);
        assertThat(client.ask("REMOVE 2 reason=x")).startsWith("ERR DENIED");
        cluster.await(() -> {
            forget(admin);
            admin.ask("AUDIT");
            return admin.lines.stream().anyMatch(line -> line.contains("refused=REMOVE times=1"));
        });
        assertThat(admin.lines).anyMatch(line -> line.contains("refused=REMOVE") && line.contains("operator=anna"));
        assertThat(admin.lines).anyMatch(line -> line.contains("user=anna change=add operator=root"));
        assertThat(admin.lines).noneMatch(line -> line.contains(anna));
    }

    @Test
    void theWatchesOfAUserAreBoundedAtEachServer() {
        String anna = added("anna", "watch a/");
        assertThat(admin.ask("USER QUOTA anna watches 1")).startsWith("OK USER");
        assertThat(user(cluster.leader(), anna).ask("WATCH a/1")).startsWith("OK WATCH");
        SmallCluster.Client second = user(cluster.leader(), anna);
        assertThat(second.ask("WATCH a/2")).startsWith("ERR LIMIT").contains("1 watches of user anna");
    }
}
