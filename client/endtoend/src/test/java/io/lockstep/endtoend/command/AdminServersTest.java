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
import org.junit.jupiter.api.Test;

/** An operator looks at all servers, moves leadership, and is told what is wrong. */
class AdminServersTest {

    @SharedCluster
    static RealCluster cluster;

    @Test
    void leadershipGoesToTheServerThatIsNamedAndEveryServerShowsIt() throws Exception {
        int before = cluster.awaitLeader(0);
        int heir = before % 3 + 1;
        ClientProgram.Result moved = admin(before % 3 + 1, "transfer-leader", Integer.toString(heir));
        assertThat(moved).isEqualTo(new ClientProgram.Result(0, "server " + heir + " leads"));
        assertThat(admin(1, "servers").text().lines())
                .hasSize(5)
                .anyMatch(line -> line.matches(
                        heir + " +127\\.0\\.0\\.1:[0-9]+ +leader +[0-9]+ +[0-9]+ +0 +<3s +[0-9.]+ms .* ok"))
                .last()
                .isEqualTo("3 servers, voting: 3, survives the loss of 1");
        assertThat(admin(1, "servers", "-o", "json").text().lines())
                .hasSize(3)
                .allMatch(
                        line -> line.matches(
                                ".*\"version\":.*\"survives\":1.*\"fsync_p99_micros\":\\d+,.*\"trails\":.*\"http\":\"127.0.0.1:\\d+\".*"));
        assertThat(admin(1, "transfer-leader", "9").exitCode()).isEqualTo(1);
        assertThat(cluster.awaitLeader(0)).isEqualTo(heir);
    }

    @Test
    void aClusterThatIsWellPassesAndOneThatLacksAServerFailsAndSaysWhatToDo() throws Exception {
        ClientProgram.Result well = admin(1, "check");
        assertThat(well.text()).isEqualTo("PASS (3 servers, voting: 3, survives the loss of 1)");
        assertThat(well.exitCode()).isZero();
        int lost = cluster.awaitLeader(0) % 3 + 1;
        cluster.kill(lost);
        try {
            ClientProgram.Result ill = admin(lost % 3 + 1, "check");
            assertThat(ill.exitCode()).isEqualTo(1);
            assertThat(ill.text())
                    .contains("wrong: server " + lost + " at ", " does not answer: ", "admin replace-server " + lost)
                    .contains("FAIL");
        } finally {
            cluster.restart(lost);
            cluster.awaitVoters(3);
        }
    }

    @Test
    void theLiveViewShowsALockAsItIsTakenAndLeavesTheTerminalAsItWas() throws Exception {
        String top = String.join(" ", Jars.client("-s", cluster.addresses(1), "top", "--interval", "1"));
        List<String> terminal = List.of("script", "-qec", "stty rows 24 cols 80; " + top + "; echo left", "/dev/null");
        try (RunningProcess screen =
                        RunningProcess.start("top", cluster.directory(), Map.of("TERM", "xterm"), terminal);
                LineClient client = cluster.connect(2)) {
            screen.awaitNext("0 locks held");
            assertThat(client.ask("LOCK \"seen live\"").ok()).isTrue();
            screen.awaitNext("\"seen live\"");
            screen.type("q");
            screen.awaitNext("left");
            assertThat(screen.awaitExit()).isZero();
        }
        assertThat(ClientProgram.run("", "-s", cluster.addresses(1), "top").text())
                .startsWith("server ")
                .contains("survives the loss of 1");
    }

    private static ClientProgram.Result admin(int asked, String... arguments) throws InterruptedException {
        String[] all = new String[arguments.length + 5];
        all[0] = "-s";
        all[1] = cluster.addresses(asked);
        all[2] = "--timeout";
        all[3] = "5s";
        all[4] = "admin";
        System.arraycopy(arguments, 0, all, 5, arguments.length);
        return ClientProgram.run("", all);
    }
}
