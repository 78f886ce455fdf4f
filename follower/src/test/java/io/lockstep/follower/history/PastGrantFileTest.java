package io.lockstep.follower.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.record.GrantHistory;
import io.lockstep.common.record.PastGrant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class PastGrantFileTest {

    private static final long MANY_BYTES = 64 << 20;

    @TempDir
    private Path directory;

    private final GrantHistory history = new GrantHistory();
    private Path path;

    @BeforeEach
    void begin() {
        path = directory.resolve("history.jsonl");
        history.bound(MANY_BYTES);
    }

    private void end(int count) {
        for (int i = 0; i < count; i++) {
            history.add(new PastGrant(
                    history.lastNumber() + 1,
                    new LockName("Lock \"1\" ü"),
                    LockMode.SHARED,
                    7,
                    50_000,
                    "me",
                    "c:1",
                    1_000,
                    4_000,
                    3_000,
                    20,
                    LockEvent.Ending.EXPIRED,
                    2));
        }
    }

    /** Runs a history file until it has what the history has now. */
    private void write(long bytesMax) throws Exception {
        long last = history.lastNumber();
        try (PastGrantFile file = new PastGrantFile(new RotatedFile(path, bytesMax), 10)) {
            while (lastNumber() < last) {
                file.look(history, true);
                Thread.onSpinWait();
            }
        }
    }

    private long lastNumber() throws IOException {
        try {
            String text = Files.readString(path);
            int end = text.lastIndexOf('\n');
            return end < 0 ? 0 : HistoryLines.numberOf(text.substring(text.lastIndexOf('\n', end - 1) + 1, end));
        } catch (NoSuchFileException e) {
            // Not written yet, or just being rotated.
            return 0;
        }
    }

    private List<Long> numbers() throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (int number = RotatedFile.FILES - 1; number >= 0; number--) {
            Path one = number == 0 ? path : directory.resolve("history.jsonl." + number);
            if (Files.exists(one)) {
                Files.readAllLines(one).forEach(line -> numbers.add(HistoryLines.numberOf(line)));
            }
        }
        return numbers;
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @Test
    void aGrantIsALineWithAllThatIsKnown() throws Exception {
        end(1);
        write(MANY_BYTES);
        assertThat(Files.readString(path))
                .isEqualTo(
                        "{\"n\":1,\"name\":\"Lock \\\"1\\\" ü\",\"owner\":50000,\"label\":\"me\",\"address\":\"c:1\","
                                + "\"token\":7,\"mode\":\"shared\",\"since\":\"1970-01-01T00:00:01.000Z\","
                                + "\"until\":\"1970-01-01T00:00:04.000Z\",\"held_ms\":3000,\"waited_ms\":20,"
                                + "\"ended\":\"expired\",\"waiting\":2}\n");
    }

    @Test
    void aRestartGoesOnBehindTheLastWholeLine() throws Exception {
        end(3);
        write(MANY_BYTES);
        Files.writeString(path, "{\"n\":4,\"name\":\"cut o", StandardOpenOption.APPEND);
        end(2);
        write(MANY_BYTES);
        assertThat(numbers()).isEqualTo(upTo(5));
    }

    @Test
    void filesAreRotatedAndTheOldestGoes() throws Exception {
        for (int i = 0; i < 40; i++) {
            end(10);
            write(64 << 10);
        }
        List<Long> numbers = numbers();
        assertThat(numbers).isEqualTo(upTo(400).subList(400 - numbers.size(), 400));
        assertThat(numbers).hasSizeBetween(150, 350);
        assertThat(Files.size(path)).isLessThanOrEqualTo(8 << 10);
    }

    @Test
    void whatTheHistoryHasDroppedMeanwhileIsCounted() throws Exception {
        end(1);
        write(MANY_BYTES);
        history.bound(1_000);
        end(50);
        write(MANY_BYTES);
        assertThat(Files.readAllLines(path).get(1)).matches("\\{\"n\":\\d+,\"missing\":\\d+}");
        assertThat(numbers()).startsWith(1L).endsWith(51L);
    }

    @Test
    void aDiskThatFailsLosesNothing() throws Exception {
        Path later = directory.resolve("not yet");
        path = later.resolve("history.jsonl");
        end(3);
        try (PastGrantFile file = new PastGrantFile(new RotatedFile(path, MANY_BYTES), 10)) {
            file.look(history, true);
            Files.createDirectory(later);
            while (lastNumber() < 3) {
                file.look(history, true);
                Thread.onSpinWait();
            }
        }
    }
}
