package io.lockstep.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.simulation.live.LiveCluster;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole commands against a cluster in this process: what they print where, and their exit statuses. */
@Timeout(60)
class CommandLineTest {

    private final LiveCluster cluster = new LiveCluster("one", 3);

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void statusOfALockThatIsHeldAndOfOneThatIsFree() {
        cluster.holdElsewhere("Lock 1");
        Ran held = run("status", "Lock 1");
        assertThat(held.out())
                .startsWith("held: \"Lock 1\" by client " + cluster.owner("Lock 1") + " at 127.0.0.1:")
                .contains(" on server 3 for ");
        assertThat(held.exitCode()).isZero();
        assertThat(run("status", "Lock 2").out()).isEqualTo("free: there is no such lock \"Lock 2\"\n");
        assertThat(run("status", "-q", "Lock 1")).isEqualTo(new Ran(0, "", ""));
        assertThat(run("status", "-q", "Lock 2")).isEqualTo(new Ran(1, "", ""));
    }

    @Test
    void anUnreachableServerIsUnavailable() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Ran ran = run(none(), Map.of(), "--server", "127.0.0.1:" + free, "--timeout", "300ms", "status", "a");
        assertThat(ran.exitCode()).isEqualTo(69);
        assertThat(ran.err().lines())
                .singleElement()
                .asString()
                .startsWith("lockstep: unavailable: 127.0.0.1:" + free + ": connection refused; nothing was done");
    }

    @Test
    void theServerComesFromTheEnvironmentToo() {
        Ran ran = run(none(), Map.of("LOCKSTEP_SERVER", cluster.addresses()), "ping");
        assertThat(ran).isEqualTo(new Ran(0, "pong\n", ""));
    }

    @Test
    void mapsThatAgreeAndMapsThatDiffer() {
        Ran equal = run("maps");
        assertThat(equal.exitCode()).isZero();
        assertThat(equal.out().lines()).hasSize(3).allMatch(line -> line.matches(".* index 1  hash [0-9a-f]{16}.*"));

        cluster.corrupt(2);
        Ran different = run("hash");
        assertThat(different.exitCode()).isEqualTo(1);
        assertThat(different.err()).contains("two maps differ at index 2");
    }

    @Test
    void plainLinesRunInOneSessionWithoutAPrompt() {
        Ran ran =
                run(lines("# the paper's own words", "Lock", "Lock 1", "Status Lock 1", "", "Release Lock 1", "Quit"));
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out().lines().map(line -> line.substring(0, line.indexOf(':'))))
                .containsExactly("granted", "held", "released");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void plainLinesStopAtTheFirstErrorAndSayWhere() {
        Ran refused = run(lines("lock a", "lock b", "status a"));
        assertThat(refused.exitCode()).isEqualTo(75);
        assertThat(refused.out()).isEqualTo("granted: \"a\" token 1\n");
        assertThat(refused.err()).startsWith("lockstep: line 2: refused: you already hold \"a\" (token 1)");
        assertThat(cluster.owner("a")).isZero();

        Ran wrong = run(lines("", "frob"));
        assertThat(wrong.exitCode()).isEqualTo(65);
        assertThat(wrong.err()).isEqualTo("lockstep: line 2: error: there is no command \"frob\"; help lists them\n");

        assertThat(run(lines("Lock")).exitCode()).isEqualTo(65);
        assertThat(run(lines("frob"), Map.of(), "-o", "json", "-s", cluster.addresses())
                        .err())
                .startsWith("{\"error\":\"BAD_DATA\",\"line\":1,");
    }

    @Test
    void aScriptThatEndsWithALockSaysThatItIsReleased() {
        Ran ran = run(lines("lock a"));
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).isEqualTo("the script has ended, and so these locks were released: \"a\"\n");
    }

    @Test
    void theShellGoesOnAfterARefusalAndSaysWhatItReleased() {
        cluster.holdElsewhere("taken");
        Ran ran = run(lines("Lock", "Lock 1", "lock taken", "frob", "Status", "Lock 1", "quit"), "-i");
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .contains("connected: to 127.0.0.1:")
                .contains("(leader, 0 held)> lock which lock? granted: \"Lock 1\" token 2\n")
                .contains("(leader, 1 held)> refused: you already hold \"Lock 1\"")
                .contains("error: there is no command \"frob\"")
                .contains("status which lock? held: \"Lock 1\" by client 50000")
                .endsWith("bye: released \"Lock 1\"\n");
        assertThat(cluster.owner("Lock 1")).isZero();
    }

    @Test
    void helpAndVersionAreDataOnStdout() {
        assertThat(run("--help").out()).startsWith("Usage: lockstep").contains("--tls-ca");
        assertThat(run("status", "--help").out())
                .startsWith("Usage: lockstep status [-hV] [--sync] NAME\n")
                .doesNotContain("--tls-ca")
                .contains("lockstep --help");
        assertThat(run("--version").out()).startsWith("Lockstep ");
        assertThat(run("--help").exitCode()).isZero();
    }

    @Test
    void whoAmINodesAndListAnswer() {
        cluster.holdElsewhere("a");
        assertThat(run("whoami").out()).startsWith("client 50000 at ");
        assertThat(run("nodes").out()).endsWith("3 servers, voting: 3, survives the loss of 1\n");
        assertThat(run("list", "--prefix", "a").out().lines())
                .hasSize(3)
                .element(0)
                .asString()
                .matches("NAME  TOKEN  CLIENT  HELD +MODE +WAITING  LABEL");
        assertThat(run("list", "a").out())
                .contains("\"a\"   1      " + cluster.owner("a") + " ")
                .endsWith("1 lock held\n");
        assertThat(run("list", "b").out()).isEqualTo("0 locks held\n");
        assertThat(run("list", "a", "-o", "wide").out()).startsWith("NAME  TOKEN  CLIENT  ADDRESS ");
    }

    @Test
    void aListIsWholeOrSaysThatItIsNot() {
        for (int i = 0; i < 5; i++) {
            cluster.holdElsewhere("lock-" + i);
        }
        Ran all = run("list", "--limit", "2", "--all");
        assertThat(all.out()).endsWith("5 locks held\n").doesNotContain("more");
        assertThat(all.out().lines()).hasSize(7);
        assertThat(run("list", "--limit", "2").out())
                .endsWith("more follow: --after \"lock-1\" goes on, --all lists all\n");

        Ran cut = run("list", "--limit", "2", "-o", "json");
        assertThat(cut.out().lines()).hasSize(2).allMatch(line -> line.matches(".*\"held_ms\":\\d+.*"));
        assertThat(cut.err())
                .isEqualTo(
                        "{\"warning\":\"MORE\",\"after\":\"lock-1\",\"msg\":\"more follow; --after goes on, --all lists all\"}\n");
        Ran whole = run("list", "--limit", "2", "--all", "-o", "json");
        assertThat(whole.out().lines()).hasSize(5);
        assertThat(whole.err()).isEmpty();
        assertThat(run(lines("list --all limit=2")).out())
                .endsWith("5 locks held\n")
                .doesNotContain("more");
    }

    @Test
    void theServersAreRowsOfOneShapeInJson() {
        assertThat(run("nodes", "-o", "json").out().lines())
                .hasSize(3)
                .allMatch(line -> line.matches("\\{\"server\":\\d,.*\"role\":.*\"voters\":3,\"survives\":1}"));
    }

    @Test
    void verboseSaysWhoAnswered() {
        assertThat(run("-v", "ping").err()).matches("answered: by 127.0.0.1:\\d+\n");
        assertThat(run("-v", "status", "a").err()).contains("answered: by 127.0.0.1:");
    }

    private static InputStream none() {
        return InputStream.nullInputStream();
    }

    private static InputStream lines(String... lines) {
        return new ByteArrayInputStream((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private Ran run(String... words) {
        return run(none(), words);
    }

    private Ran run(InputStream input, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        if (!all.contains("--server")) {
            all.add(0, "--server=" + cluster.addresses());
        }
        return run(input, Map.of(), all.toArray(String[]::new));
    }

    private Ran run(InputStream input, Map<String, String> variables, String... words) {
        return Ran.of(input, variables, words);
    }
}
