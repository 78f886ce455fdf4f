package io.lockstep.endtoend.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import io.lockstep.endtoend.cluster.SharedCluster;
import io.lockstep.endtoend.cluster.Uptime;
import io.lockstep.program.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Signals to {@code lockstep run} reach its command; while it waits for the lock, they end the wait. */
@Tag("jdk")
class RunSignalTest {

    @SharedCluster(servers = 1)
    static RealCluster cluster;

    @Test
    void everySignalReachesTheCommand() throws Exception {
        String script = """
                for name in HUP INT TERM USR1 USR2 WINCH TSTP CONT; do
                    trap "echo got $name" $name
                done
                trap 'exit 9' ALRM
                echo "ready $$"
                while :; do sleep 0.02; done
                """;
        try (RunningProcess client = run("traps", "--", "sh", "-c", script)) {
            long command = Long.parseLong(client.awaitNext("ready ").substring("ready ".length()));
            for (String name : List.of("HUP", "INT", "TERM", "USR1", "USR2", "WINCH", "TSTP", "CONT")) {
                client.signal(name);
                client.awaitNext("got " + name);
            }
            RunningProcess.send("ALRM", command);
            assertThat(client.awaitExit()).isEqualTo(9);
        }
    }

    @Test
    void aCommandThatEndsBySignalEndsTheClientWithThatNumber() throws Exception {
        try (RunningProcess client = run("ended", "--", "sh", "-c", "echo ready; sleep 1000; echo never")) {
            client.awaitNext("ready");
            client.signal("TERM");
            assertThat(client.awaitExit()).isEqualTo(ExitCode.signal(15));
            assertThat(client.text()).doesNotContain("never");
        }
    }

    @Test
    void aCommandThatIsSuspendedKeepsTheLockAndGoesOn() throws Exception {
        try (RunningProcess client = run("suspended", "--", "sh", "-c", "echo $$; exec sleep 1000");
                LineClient asking = cluster.connect(1)) {
            long command = Long.parseLong(client.await("its id", line -> line.matches("\\d+")));
            client.signal("TSTP");
            RealCluster.await("it is stopped", () -> Uptime.state(command).equals("T"));
            assertThat(asking.ask("STATUS suspended").option("state")).isEqualTo("held");
            client.signal("CONT");
            RealCluster.await("it continues", () -> Uptime.state(command).equals("S"));
            client.signal("INT");
            assertThat(client.awaitExit()).isEqualTo(ExitCode.signal(2));
        }
    }

    @Test
    void aSignalWhileWaitingGivesUpThePlaceInLine() throws Exception {
        try (LineClient holder = cluster.connect(1)) {
            assertThat(holder.ask("LOCK busy").ok()).isTrue();
            for (String name : List.of("INT", "TERM", "HUP")) {
                givesUp(holder, name, run("busy", "--", "echo", "ran"));
            }
            givesUp(holder, "TERM", ClientProgram.start("-s", cluster.addresses(1), "lock", "busy", "--wait", "1m"));
        }
    }

    private static void givesUp(LineClient holder, String signal, RunningProcess waiting) throws Exception {
        try (waiting) {
            RealCluster.await(
                    "it waits", () -> holder.ask("WHO busy").option("waiting").equals("1"));
            waiting.signal(signal);
            int number = List.of("", "HUP", "INT").indexOf(signal);
            assertThat(waiting.awaitExit()).isEqualTo(ExitCode.signal(number > 0 ? number : 15));
            assertThat(holder.ask("WHO busy").option("waiting")).isEqualTo("0");
            assertThat(waiting.text()).isEmpty();
        }
    }

    /** Out of the reach of the terminal that these tests may run at, from which the command would get its signals. */
    private static RunningProcess run(String name, String... rest) {
        List<String> arguments = new ArrayList<>(List.of("-s", cluster.addresses(1), "run", name));
        arguments.addAll(List.of(rest));
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(Jars.client(arguments.toArray(String[]::new)));
        return RunningProcess.start("run " + name, cluster.directory(), Map.of(), command);
    }
}
