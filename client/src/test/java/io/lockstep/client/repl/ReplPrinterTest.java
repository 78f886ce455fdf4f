package io.lockstep.client.repl;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.session.SessionIdentity;
import io.lockstep.common.net.HostPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplPrinterTest {

    private static final HostPort SERVER = new HostPort("127.0.0.1", 9001);
    private static final SessionIdentity CLIENT = new SessionIdentity(7, "secret", 50_000, Duration.ofSeconds(10));

    @Test
    void thePromptSaysWhoWhereAsWhatAndHoldingHowMany() {
        assertThat(ReplPrinter.prompt(SERVER, CLIENT, "follower", 1))
                .isEqualTo("lockstep 50000@127.0.0.1:9001 (follower, 1 held)> ");
        assertThat(ReplPrinter.prompt(SERVER, null, "", 0)).isEqualTo("lockstep 127.0.0.1:9001 (0 held)> ");
        assertThat(ReplPrinter.prompt(null, CLIENT, "follower", 1)).isEqualTo("not connected> ");
    }

    @Test
    void leavingSaysWhatWasReleased() {
        assertThat(ReplPrinter.farewell(List.of())).isEqualTo("bye");
        assertThat(ReplPrinter.farewell(List.of("Lock 1", "b"))).isEqualTo("bye: released \"Lock 1\", \"b\"");
    }

    @Test
    void movingAndLosingAreSaidInOneLine() {
        assertThat(ReplPrinter.connected(SERVER, CLIENT, true))
                .isEqualTo("moved: now at 127.0.0.1:9001, still client 50000 with the same locks");
        assertThat(ReplPrinter.lost("expired", List.of("a")))
                .isEqualTo("lost: the session has ended (expired); lost \"a\"");
    }

    @Test
    void theKeyOfASessionIsNeverShown() {
        assertThat(CLIENT.toString()).doesNotContain("secret");
        assertThat(ReplPrinter.connected(SERVER, CLIENT, false)).doesNotContain("secret");
    }

    @Test
    void helpIsAboutAllOrAboutOneCommand() {
        assertThat(ReplPrinter.help("").lines()).hasSizeGreaterThan(8);
        assertThat(ReplPrinter.help("lock"))
                .startsWith("lock NAME")
                .contains("--wait")
                .doesNotContain("release");
        assertThat(ReplPrinter.help("admin").lines()).hasSize(9);
        assertThat(ReplPrinter.help("status")).hasLineCount(1);
        assertThat(ReplPrinter.help("frob")).contains("no command");
    }

    @Test
    void theHistoryIsForItsOwnerOnly(@TempDir Path folder) throws Exception {
        Path history = ShellHistory.path(Map.of("XDG_STATE_HOME", folder.toString()), Path.of("unused"));
        assertThat(history).isEqualTo(folder.resolve("lockstep/history"));
        assertThat(ShellHistory.prepare(history)).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
                .isEqualTo("rw-------");
        assertThat(ShellHistory.path(Map.of("LOCKSTEP_HISTFILE", "/x/y"), folder))
                .isEqualTo(Path.of("/x/y"));
        assertThat(ShellHistory.path(Map.of(), folder)).isEqualTo(folder.resolve(".local/state/lockstep/history"));
    }

    @Test
    void aHistoryThatCannotBeHadIsDoneWithout(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(ShellHistory.prepare(file.resolve("history"))).isFalse();
    }
}
