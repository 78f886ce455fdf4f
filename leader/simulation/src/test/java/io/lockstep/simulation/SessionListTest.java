package io.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SESSIONS at a server of a whole cluster. */
class SessionListTest {

    private final SmallCluster cluster = new SmallCluster(7);
    private SmallCluster.Client reader;

    @BeforeEach
    void connect() {
        reader = cluster.client(cluster.follower());
    }

    private List<String> rows() {
        return reader.lines.stream().filter(line -> line.startsWith("- ")).toList();
    }

    private static String number(SmallCluster.Client client) {
        Matcher found = Pattern.compile(" session=([0-9]+)").matcher(client.ask("WHOAMI"));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    @Test
    void aRowTellsWhoTheSessionIsAndHowManyLocksItHoldsAndAwaits() {
        SmallCluster.Client holder = cluster.client(cluster.leader(), "HELLO ttl=20s client=\"a b\"", "LOCK x");
        SmallCluster.Client waiter = cluster.client(cluster.leader(), "HELLO client=w");
        waiter.send("LOCK x wait=1m");
        cluster.await(() -> waiter.lines.stream().anyMatch(line -> line.startsWith("* QUEUED")));
        String one = number(holder);
        cluster.await(() -> reader.ask("SESSIONS").contains(" n=2 "));
        List<String> rows = rows().subList(rows().size() - 2, rows().size());
        assertThat(rows.get(0))
                .matches("- session=" + one + " client=[0-9]+ label=\"a b\" address=[^ ]+ server=1 ttl=20s locks=1");
        assertThat(rows.get(1)).matches("- session=[0-9]+ client=[0-9]+ label=w .* ttl=10s locks=0 waiting=1");

        assertThat(reader.ask("SESSIONS " + one))
                .matches("OK SESSIONS state=open session=" + one + " client=.* locks=1 n=1 index=[0-9]+");
        assertThat(rows().get(rows().size() - 1)).matches("- holds name=x token=[0-9]+ mode=exclusive held=.*");
        String two = Integer.toString(Integer.parseInt(one) + 1);
        assertThat(reader.ask("SESSIONS " + two)).contains(" waiting=1 n=1 ");
        assertThat(rows().get(rows().size() - 1)).matches("- waits name=x mode=exclusive waited=.* remaining=.*");

        assertThat(holder.ask("QUIT")).isEqualTo("OK QUIT");
        cluster.await(() -> reader.ask("SESSIONS " + one).startsWith("OK SESSIONS state=ended session=" + one));
    }

    @Test
    void pagesGoOnWhereTheLastOneEndedAlsoIfItHasNoRow() {
        for (int i = 0; i < 5; i++) {
            cluster.client(cluster.leader(), "HELLO client=" + (i % 2 == 0 ? "even" : "odd"));
        }
        cluster.await(() -> reader.ask("SESSIONS").contains(" n=5 "));
        List<String> labels = new ArrayList<>();
        String after = "0";
        while (!after.isEmpty()) {
            reader.lines.clear();
            String reply = reader.ask("SESSIONS prefix=od limit=1 after=" + after);
            rows().forEach(row -> labels.add(row.replaceAll(".* label=([a-z]+) .*", "$1")));
            Matcher more = Pattern.compile("more=yes after=([0-9]+)").matcher(reply);
            after = more.find() ? more.group(1) : "";
        }
        assertThat(labels).containsExactly("odd", "odd");
    }

    @Test
    void theWaitForAGrantWithItsOwnLeaseIsShownWithTheSessionThatWillHoldIt() {
        cluster.client(cluster.leader(), "HELLO", "LOCK x");
        SmallCluster.Client asker = cluster.client(cluster.leader(), "HELLO");
        asker.send("#w LOCK x wait=1m lease=30s key=k");
        cluster.await(() -> asker.lines.stream().anyMatch(line -> line.contains("QUEUED")));
        String own = Integer.toString(Integer.parseInt(number(asker)) + 1);
        cluster.await(() -> reader.ask("SESSIONS " + own).contains("state=open"));
        reader.lines.clear();
        assertThat(reader.ask("SESSIONS " + own))
                .contains(" lease=30s locks=0 waiting=1 n=1 ")
                .doesNotContain("ttl=");
        assertThat(rows()).hasSize(1);
        assertThat(rows().get(0)).startsWith("- waits name=x ");
    }

    @Test
    void aLookAtManySessionsWithoutTheLabelSaysWhereToGoOn() {
        SmallCluster.Client many = cluster.client(cluster.leader(), "HELLO");
        int grants = 10_100;
        for (int from = 0; from < grants; from += 100) {
            for (int i = from; i < from + 100; i++) {
                many.send("LOCK l" + i + " lease=1h key=k");
            }
            many.lines.clear();
            cluster.await(() -> many.isAnswered(100));
        }
        cluster.await(() -> reader.ask("STATUS l" + (grants - 1)).contains("state=held"));
        assertThat(reader.ask("SESSIONS prefix=none")).contains(" n=0 ").endsWith(" more=yes after=10000");
        assertThat(reader.ask("SESSIONS prefix=none after=10000"))
                .contains(" n=0 ")
                .doesNotContain("more=");
        assertThat(rows()).isEmpty();
    }

    /** Sessions hold locks with all names, or none. */
    @Test
    void onlyWhoMayReadAllLocksSeesSessions() {
        SmallCluster.Client admin = cluster.client(cluster.leader(), "USER ADD root admin=yes");
        Matcher root = Pattern.compile("token=([^ ]+)").matcher(admin.answers().get(0));
        assertThat(root.find()).isTrue();
        admin.ask("AUTH token=" + root.group(1));
        Matcher anna = Pattern.compile("token=([^ ]+)").matcher(admin.ask("USER ADD anna"));
        assertThat(anna.find()).isTrue();
        assertThat(admin.ask("ALLOW anna read app/")).startsWith("OK ALLOW");
        SmallCluster.Client stranger = cluster.client(cluster.leader());
        SmallCluster.Client limited = cluster.client(cluster.leader(), "AUTH token=" + anna.group(1));
        for (String request : List.of("SESSIONS", "SESSIONS 1", "SESSIONS prefix=app/")) {
            assertThat(stranger.ask(request)).startsWith("ERR AUTH_REQUIRED ");
            assertThat(limited.ask(request)).startsWith("ERR DENIED ");
        }
        assertThat(admin.ask("ALLOW anna read")).startsWith("OK ALLOW");
        assertThat(limited.ask("SESSIONS")).startsWith("OK SESSIONS ");
    }
}
