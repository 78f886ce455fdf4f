package io.lockstep.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Invalid command lines fail before the program connects to a server. */
@Timeout(60)
class UsageErrorTest {

    @Test
    void anInvalidCommandLineIsAUsageError() {
        for (String[] words : new String[][] {
            {"frob"},
            {"status"},
            {"status", "--frob", "a"},
            {"--timeout", "soon", "ping"},
            {"--ttl", "1ms", "whoami"},
            {"bench", "--clients", "0"},
            {"bench", "--clients", "1,2", "--rate", "100,200"},
            {"bench", "--mode", "handover", "--clients", "64", "--connections", "4"},
            {"bench", "--mode", "hot", "--names", "distinct"},
            {"bench", "--mode", "failover", "--rate", "100"},
            {"bench", "--mode", "failover", "--svg", "x.svg"},
            {"bench", "--csv", "-o", "json"},
            {"bench", "--status-percent", "50"},
            {"--server", "a:b", "ping"},
            {"-o", "xml", "ping"},
            {"release", "a", "--session", "7"},
            {"run", "a"},
            {"run", "a", "true"},
            {"run", "a", "--"},
            {"run", "a", "b", "--", "true"},
            {"run", "a", "--kill-after", "9s", "--ttl", "10s", "--", "true"},
            {"run", "a", "--on-lost", "pray", "--", "true"},
            {"lock", "a", "--shared", "--permits", "3"},
            {"lock", "a", "--permits", "1"},
            {"watch", "a", "--prefix", "b"},
            {"admin"},
            {"admin", "force-release", "a", "--token", "1"},
            {"admin", "force-release", "a", "--reason", "b"},
            {"--label", "x".repeat(256), "whoami"},
            {"release", "a", "--session", "7", "--key", "xyz"}
        }) {
            Ran ran = run(words);
            assertThat(ran.exitCode()).as(String.join(" ", words)).isEqualTo(64);
            assertThat(ran.err().lines()).as(String.join(" ", words)).hasSize(1);
            assertThat(ran.out()).isEmpty();
        }
        assertThat(run("-o", "json", "frob").err()).startsWith("{\"error\":\"USAGE\"");
    }

    @Test
    void aMistypedCommandOrOptionIsMetWithTheNearest() {
        assertThat(run("stauts", "x").err())
                .isEqualTo("lockstep: error: there is no command stauts; did you mean status? lockstep --help lists the"
                        + " commands\n");
        assertThat(run("admin", "adit").err()).contains("no command adit; did you mean audit?");
        assertThat(run("lock", "a", "--wiat", "3s").err()).contains("no option --wiat; did you mean --wait?");
        assertThat(run("ping", "--sever=a:1").err()).contains("no option --sever; did you mean --server?");
        assertThat(run("ping", "too", "much").err()).contains("nothing is expected at too");
    }

    @Test
    void aNameThatNoLockCanHaveIsBadData() {
        assertThat(run("status", "x".repeat(256)).exitCode()).isEqualTo(65);
        assertThat(run("lock", "a\u0007b").exitCode()).isEqualTo(65);
        assertThat(run("run", "--", "true").exitCode()).isEqualTo(65);
        assertThat(run("release", "").exitCode()).isEqualTo(65);
    }

    @Test
    void anUnreadableEnvironmentIsAConfigurationError() {
        Ran ran = Ran.of(InputStream.nullInputStream(), Map.of("LOCKSTEP_SERVER", "a:b:c"), "ping");
        assertThat(ran.exitCode()).isEqualTo(78);
        assertThat(ran.err()).startsWith("lockstep: error: LOCKSTEP_SERVER: ");
    }

    private static Ran run(String... words) {
        return Ran.of(InputStream.nullInputStream(), Map.of("LOCKSTEP_SERVER", "127.0.0.1:1"), words);
    }
}
