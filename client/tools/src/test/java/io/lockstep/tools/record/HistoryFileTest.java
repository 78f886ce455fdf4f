package io.lockstep.tools.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.lockstep.tools.history.HistoryReader;
import io.lockstep.tools.history.Operation;
import io.lockstep.tools.history.Operation.Kind;
import io.lockstep.tools.history.Operation.Result;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {

    private static final long SOME_TIME = 7_044_114_973_033L;

    @TempDir
    private Path directory;

    @Test
    void aLineIsWrittenAtTheCallAndOverwrittenByTheResult() throws Exception {
        Path path = directory.resolve("history");
        try (HistoryFile file = new HistoryFile(path)) {
            Operation acquire = Operation.begun("50000", Kind.ACQUIRE, "Lock é 1", SOME_TIME, Operation.NO_TOKEN);
            HistoryFile.HistoryLine entry = file.begin(acquire);
            Operation status = Operation.status("50001", "Lock é 1", SOME_TIME, SOME_TIME + 1, null, 0);
            file.add(status);
            HistoryFile.HistoryLine other =
                    file.begin(Operation.expire("50000", "Lock é 1", SOME_TIME, Long.MAX_VALUE));
            // The file is as a killed recorder would leave it.
            assertThat(HistoryReader.read(List.of(path))).containsExactly(acquire, status, other.operation());

            Operation granted = acquire.ended(Long.MAX_VALUE, Result.OK, Long.MAX_VALUE);
            entry.become(granted);

            assertThat(HistoryReader.read(List.of(path))).containsExactly(granted, status, other.operation());
        }
    }

    @Test
    void aLineIsNeverWrittenOverTheNext() throws Exception {
        try (HistoryFile file = new HistoryFile(directory.resolve("history"))) {
            HistoryFile.HistoryLine entry = file.begin(Operation.begun("c", Kind.ACQUIRE, "l", 1, Operation.NO_TOKEN));
            Operation longer = Operation.begun("c".repeat(200), Kind.ACQUIRE, "l", 1, Operation.NO_TOKEN);
            assertThatIllegalStateException().isThrownBy(() -> entry.become(longer));
        }
    }
}
