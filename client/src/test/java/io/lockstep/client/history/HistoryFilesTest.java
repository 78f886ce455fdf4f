package io.lockstep.client.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.client.connection.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFilesTest {

    @TempDir
    private Path directory;

    private Path file;
    private HistoryFiles files;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("history.jsonl");
        files = new HistoryFiles(file);
        Files.write(directory.resolve("history.jsonl.2"), List.of(grant(1, "a"), grant(2, "b")));
        Files.write(directory.resolve("history.jsonl.1"), List.of("{\"n\":5,\"missing\":3}", grant(6, "a")));
        Files.write(file, List.of(grant(7, "a"), grant(8, "ü"), grant(7, "a"), grant(9, "a")));
    }

    private static String grant(int number, String name) {
        return "{\"n\":" + number + ",\"name\":\"" + name + "\",\"owner\":50000,\"address\":\"c:1\",\"token\":" + number
                + ",\"mode\":\"exclusive\",\"since\":\"2026-11-23T03:0" + number + ":00.000Z\",\"until\":"
                + "\"2026-11-23T03:0" + number + ":30.000Z\",\"held_ms\":30000,\"waited_ms\":0,"
                + "\"ended\":\"release\",\"waiting\":0}";
    }

    private static List<Long> numbers(Reply reply) {
        return reply.rows().stream().map(row -> row.number("n", 0)).toList();
    }

    @Test
    void theNewestComeFirstFromAllFilesAndNoneTwice() throws IOException {
        Reply all = files.find("a", Long.MAX_VALUE, "", 10);
        assertThat(numbers(all)).containsExactly(9L, 7L, 6L, 1L);
        assertThat(all.line().options())
                .containsEntry("n", "4")
                .containsEntry("complete_since", "2026-11-23T03:01:30.000Z")
                .doesNotContainKey("more");
        assertThat(all.rows().get(0).value()).isEqualTo("past");
        assertThat(all.rows().get(0).options()).containsEntry("held", "30s").doesNotContainKey("name");
        assertThat(files.missing()).isEqualTo(3);
        assertThat(numbers(files.find("ü", Long.MAX_VALUE, "", 10))).containsExactly(8L);
    }

    @Test
    void aPageEndsAtItsLimitAndTheNextGoesOn() throws IOException {
        Reply first = files.find("a", Long.MAX_VALUE, "", 2);
        assertThat(numbers(first)).containsExactly(9L, 7L);
        assertThat(first.line().option("more")).isEqualTo("yes");
        assertThat(numbers(files.find("a", 7, "", 2))).containsExactly(6L, 1L);
    }

    @Test
    void aLineThatIsNotYetWholeDoesNotCount() throws IOException {
        Files.writeString(file, grant(10, "a").substring(0, 60), StandardOpenOption.APPEND);
        assertThat(numbers(files.find("a", Long.MAX_VALUE, "", 1))).containsExactly(9L);
    }

    @Test
    void aTimeSelectsWhoHeldTheLockThen() throws IOException {
        assertThat(numbers(files.find("a", Long.MAX_VALUE, "2026-11-23T03:06:10.000Z", 10)))
                .containsExactly(6L);
        assertThat(numbers(files.find("a", Long.MAX_VALUE, "2026-11-23T03:06:40.000Z", 10)))
                .isEmpty();
    }

    @Test
    void whatIsNoHistoryFileIsSaid() throws IOException {
        assertThatThrownBy(() -> new HistoryFiles(directory.resolve("none")).find("a", 9, "", 1))
                .isInstanceOf(NoSuchFileException.class);
        for (String line : List.of("", "{", "[]", "{\"n\":1}", "{\"name\":\"a\"}")) {
            Files.write(file, List.of(line, grant(1, "a")));
            assertThatThrownBy(() -> files.find("a", Long.MAX_VALUE, "", 1))
                    .as(line)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no server has written this line");
        }
    }
}
