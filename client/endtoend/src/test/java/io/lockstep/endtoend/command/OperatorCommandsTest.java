package io.lockstep.endtoend.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import io.lockstep.endtoend.cluster.SharedCluster;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Waits for, watches and breaks locks as people do, in the shell and with single commands. */
class OperatorCommandsTest {

    @SharedCluster(flags = {"--locks-per-client", "0"})
    static RealCluster cluster;

    @Test
    @Tag("jdk")
    void theShellOnATerminalSpeaksUtf8InEveryLocale() throws Exception {
        String client = String.join(" ", Jars.client("-s", cluster.addresses(1)));
        List<String> terminal = List.of("script", "-qec", client, "/dev/null");
        Map<String, String> plain = Map.of("LC_ALL", "C", "TERM", "dumb");
        try (RunningProcess shell = RunningProcess.start("shell", cluster.directory(), plain, terminal)) {
            shell.awaitNext("connected: ");
            assertThat(shell.text()).doesNotContain("WARNING");
            shell.type("lock K\u00f6ln");
            shell.awaitNext("granted: \"K\u00f6ln\"");
            shell.type("quit");
            assertThat(shell.awaitExit()).isZero();
        }
    }

    @Test
    void interruptingTheShellEndsTheWaitAndNotTheSession() throws Exception {
        try (LineClient holder = cluster.connect(1);
                RunningProcess shell = ClientProgram.shell("127.0.0.1:" + cluster.port(2))) {
            assertThat(holder.ask("LOCK \"Lock 1\"").ok()).isTrue();
            shell.awaitNext("connected: ");
            shell.type("lock mine");
            shell.awaitNext("granted: \"mine\"");
            shell.type("lock Lock 1 --wait 1m");
            shell.awaitNext("waiting: for \"Lock 1\", at place 1, held by client ");
            shell.signal("INT");
            shell.awaitNext("refused: the wait for \"Lock 1\" was cancelled");
            shell.type("lock Lock 1 --wait 1m");
            shell.awaitNext("waiting: for \"Lock 1\", at place 1, held by client ");
            assertThat(holder.ask("RELEASE \"Lock 1\"").ok()).isTrue();
            shell.awaitNext("granted: \"Lock 1\"");
            shell.type("quit");
            shell.awaitNext("bye: released \"mine\", \"Lock 1\"");
            assertThat(shell.awaitExit()).isZero();
        }
    }

    @Test
    void aShellThatIsToldToEndReleasesItsLocksAtOnce() throws Exception {
        try (LineClient next = cluster.connect(3);
                RunningProcess shell = ClientProgram.shell("127.0.0.1:" + cluster.port(1))) {
            shell.awaitNext("connected: ");
            shell.type("lock ended");
            shell.awaitNext("granted: ");
            next.send("LOCK ended wait=1m");
            assertThat(next.read()).startsWith("* QUEUED ended");
            shell.terminate();
            assertThat(next.answer().ok()).isTrue();
            assertThat(shell.awaitExit()).isEqualTo(143);
        }
    }

    @Test
    void anOperatorBreaksALockAndItsHolderIsToldAboveThePrompt() throws Exception {
        try (RunningProcess holder = ClientProgram.shell("127.0.0.1:" + cluster.port(1));
                LineClient waiting = cluster.connect(3)) {
            holder.awaitNext("connected: ");
            holder.type("lock Lock 2");
            String granted = holder.awaitNext("granted: \"Lock 2\" token ");
            String token = granted.substring(granted.lastIndexOf(' ') + 1);
            waiting.send("LOCK \"Lock 2\" wait=1m");
            assertThat(waiting.read()).startsWith("* QUEUED");

            ClientProgram.Result who = one("who", "Lock 2");
            assertThat(who.text().lines()).hasSize(4);
            assertThat(who.text())
                    .containsPattern("(?m)^holder +- .* " + token + " .*\\[" + holder.pid() + "]$")
                    .containsPattern("(?m)^waiter +1 ");
            assertThat(one("admin", "force-release", "Lock 2", "--token", "1", "--reason", "test")
                            .exitCode())
                    .isEqualTo(1);
            ClientProgram.Result broken = one(
                    "admin",
                    "force-release",
                    "Lock 2",
                    "--token",
                    token,
                    "--reason",
                    "host is gone",
                    "--operator",
                    "anna");
            assertThat(broken.text()).isEqualTo("released: \"Lock 2\" by force, token " + token);
            holder.awaitNext("lost: \"Lock 2\" (token " + token + "): ");
            assertThat(waiting.answer().ok()).isTrue();
            assertThat(one("admin", "audit").text())
                    .contains(
                            "forced release of \"Lock 2\", token " + token + ", of client ",
                            "  anna  ",
                            "  host is gone");
            assertThat(one("history", "Lock 2").text())
                    .containsPattern("(?m) holds it +- ")
                    .containsPattern("(?m) forced +0s +\\d+ +" + token + " .*\\[" + holder.pid() + "]$")
                    .contains("the history is complete since the cluster was founded");
            assertThat(one("history", "Lock 2", "--at", "1h").text()).startsWith("\"Lock 2\" was not held at ");
            assertThat(one("admin", "audit", "-o", "json").text()).contains("\"reason\":\"host is gone\"");
        }
    }

    @Test
    void watchingShowsWhatIsHeldAndThenEveryEvent() throws Exception {
        try (LineClient client = cluster.connect(1)) {
            assertThat(client.ask("LOCK watched-1").ok()).isTrue();
            try (RunningProcess watch =
                    ClientProgram.start("-s", cluster.addresses(2), "watch", "--prefix", "watched", "-o", "json")) {
                watch.awaitNext("{\"event\":\"HELD\",\"name\":\"watched-1\",");
                assertThat(client.ask("LOCK watched-2").ok()).isTrue();
                watch.awaitNext("{\"event\":\"GRANTED\",\"name\":\"watched-2\",");
                // The watch moves to another server, and prints the held locks again.
                cluster.kill(2);
                watch.awaitNext("{\"event\":\"GAP\"");
                watch.awaitNext("{\"event\":\"HELD\",\"name\":\"watched-1\",");
                watch.awaitNext("{\"event\":\"HELD\",\"name\":\"watched-2\",");
                assertThat(client.ask("RELEASE watched-1").ok()).isTrue();
                watch.awaitNext("{\"event\":\"RELEASED\",\"name\":\"watched-1\",");
                watch.signal("INT");
                assertThat(watch.awaitExit()).isEqualTo(130);
            } finally {
                if (!cluster.process(2).isAlive()) {
                    cluster.restart(2);
                    cluster.awaitVoters(3);
                }
            }
        }
    }

    @Test
    void theShellWatchesUntilItIsInterrupted() throws Exception {
        try (LineClient client = cluster.connect(1);
                RunningProcess shell = ClientProgram.shell("127.0.0.1:" + cluster.port(3))) {
            shell.awaitNext("connected: ");
            shell.type("watch Lock 3");
            shell.awaitNext("free: \"Lock 3\"");
            assertThat(client.ask("LOCK \"Lock 3\"").ok()).isTrue();
            shell.awaitNext("granted: \"Lock 3\" to client ");
            shell.signal("INT");
            shell.type("status Lock 3");
            shell.awaitNext("held: \"Lock 3\" by client ");
            shell.type("quit");
            assertThat(shell.awaitExit()).isZero();
        }
    }

    @Test
    void aLongListComesInPages() throws Exception {
        try (LineClient client = cluster.connect(1)) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.ask("LOCK page-" + i).ok()).isTrue();
            }
            ClientProgram.Result first = one("list", "--prefix", "page-", "--limit", "2");
            assertThat(first.text())
                    .contains("\"page-0\"", "more follow: --after \"page-1\" goes on")
                    .doesNotContain("page-2");
            ClientProgram.Result all = one("list", "--prefix", "page-", "--limit", "2", "--all", "-o", "json");
            assertThat(all.text().lines()).hasSize(5).last().asString().startsWith("{\"name\":\"page-4\"");
        }
    }

    private static ClientProgram.Result one(String... arguments) throws InterruptedException {
        String[] all = new String[arguments.length + 2];
        all[0] = "-s";
        all[1] = cluster.addresses(1);
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return ClientProgram.run("", all);
    }
}
