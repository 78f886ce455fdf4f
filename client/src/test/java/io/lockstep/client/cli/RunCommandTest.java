package io.lockstep.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.command.Options;
import io.lockstep.program.Environment;
import io.lockstep.simulation.live.LiveCluster;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code run} makes of a lock that it does not get, and what it tells a program about how it ended. */
@Timeout(60)
class RunCommandTest {

    private final LiveCluster cluster = new LiveCluster("one", 3, 0);

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aSkipIsSilentAndAMistakeIsNot() {
        cluster.holdElsewhere("a");
        assertThat(run("a", "-q", "-n", "-E", "0", "--", "true")).isEqualTo(new Ran(0, "", ""));
        Ran mistake = run("a", "-q", "-n", "-E", "0", "--permits", "3", "--", "true");
        assertThat(mistake.exitCode()).isEqualTo(78);
        assertThat(mistake.err()).startsWith("lockstep: refused: \"a\" is in use in another mode");
    }

    @Test
    void theOutcomeFileTellsTheCommandsStatusFromTheOthers() throws Exception {
        assertThat(outcome(75, "a", "--", "sh", "-c", "exit 75")).isEqualTo("ended 75\n");
        assertThat(outcome(127, "a", "--", "there-is-no-such-program")).isEqualTo("cannot-run\n");
        cluster.holdElsewhere("a");
        assertThat(outcome(75, "a", "-n", "--", "true")).isEqualTo("not-acquired\n");
        assertThat(outcome(3, "a", "-n", "-E", "3", "--", "true")).isEqualTo("not-acquired\n");
        Ran unwritable = run("b", "--outcome-file", directory + "/none/file", "--", "true");
        assertThat(unwritable.exitCode()).isEqualTo(73);
        assertThat(cluster.linesSoFar("LOCK b")).isEmpty();
    }

    private String outcome(int exitCode, String... words) throws Exception {
        Path file = directory.resolve("outcome");
        List<String> all = new ArrayList<>(List.of("--outcome-file", file.toString()));
        all.addAll(List.of(words));
        assertThat(run(all.toArray(String[]::new)).exitCode()).isEqualTo(exitCode);
        return Files.readString(file);
    }

    @Test
    void withoutAServerTheUserChooses() throws Exception {
        String nowhere;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nowhere = "127.0.0.1:" + socket.getLocalPort();
        }
        Map<String, String> variables = Map.of("LOCKSTEP_SERVER", nowhere, "PATH", path());
        List<String> base = List.of("--timeout", "300ms", "run", "a", "--if-unavailable");
        assertThat(ran(variables, base, "fail", "--", "true").exitCode()).isEqualTo(69);
        Ran without = ran(variables, base, "run", "--", "sh", "-c", "exit $((LOCKSTEP_TOKEN + 7))");
        assertThat(without.exitCode()).isEqualTo(7);
        assertThat(without.err()).startsWith("lockstep: run: the command runs without the lock: unavailable: ");
        long begunNanos = System.nanoTime();
        assertThat(ran(variables, base, "wait", "-w", "900ms", "--", "true").exitCode())
                .isEqualTo(69);
        assertThat(System.nanoTime() - begunNanos).isGreaterThan(900_000_000);
    }

    @Test
    void aRunWithinARunOfTheSameLockIsRefusedWhileThatOneHoldsIt() {
        cluster.holdElsewhere("a");
        String held = cluster.token("a") + " a\n";
        Ran nested = ran(variables("LOCKSTEP_HELD", held), List.of("run"), "a", "--", "true");
        assertThat(nested.exitCode()).isEqualTo(78);
        assertThat(nested.err()).contains("\"a\" is held already by the run or script that this command is part of");
        assertThat(cluster.linesSoFar("LOCK a")).isEmpty();
        cluster.free("a");
        assertThat(ran(variables("LOCKSTEP_HELD", held), List.of("run"), "a", "--", "true"))
                .isEqualTo(new Ran(0, "", ""));
    }

    @Test
    void severalLocksAreTakenAndReleasedTogether() {
        String both = "test \"$LOCKSTEP_NAMES\" = \"$(printf 'a\\nb')\" && test \"$LOCKSTEP_HELD\" = \"$(printf"
                + " \"$LOCKSTEP_TOKEN a\\n$LOCKSTEP_TOKEN b\")\"";
        assertThat(run("a", "--and", "b", "--", "sh", "-c", both)).isEqualTo(new Ran(0, "", ""));
        assertThat(cluster.owner("a") + cluster.owner("b")).isZero();
        cluster.holdElsewhere("b");
        assertThat(run("a", "--and", "b", "-n", "--", "true").exitCode()).isEqualTo(75);
        assertThat(cluster.owner("a")).isZero();
    }

    @Test
    void whatTheCommandLeavesBehindMayStay() {
        String script = "sleep 0.5 >/dev/null 2>&1 & exit 4";
        assertThat(run("a", "--keep-background", "--", "sh", "-c", script)).isEqualTo(new Ran(4, "", ""));
        assertThat(cluster.owner("a")).isZero();
    }

    @Test
    void theFencingTokenIsNoTokenOfAUser() {
        assertThat(userToken(Map.of("LOCKSTEP_TOKEN", "71"))).isEqualTo("71");
        Map<String, String> underRun = Map.of("LOCKSTEP_TOKEN", "71", "LOCKSTEP_SESSION", "3");
        assertThat(userToken(underRun)).isEmpty();
        Map<String, String> asUser = new HashMap<>(underRun);
        asUser.put("LOCKSTEP_USER_TOKEN", "secret");
        assertThat(userToken(asUser)).isEqualTo("secret");
    }

    private static String userToken(Map<String, String> variables) {
        return Options.userToken(
                new Environment(InputStream.nullInputStream(), System.out, System.err, false, variables));
    }

    private Map<String, String> variables(String name, String value) {
        return Map.of("LOCKSTEP_SERVER", cluster.addresses(), "PATH", path(), name, value);
    }

    private static String path() {
        return System.getenv("PATH");
    }

    private Ran run(String... words) {
        return ran(variables("X", ""), List.of("run"), words);
    }

    private static Ran ran(Map<String, String> variables, List<String> base, String... words) {
        List<String> all = new ArrayList<>(base);
        all.addAll(List.of(words));
        return Ran.of(InputStream.nullInputStream(), variables, all.toArray(String[]::new));
    }
}
