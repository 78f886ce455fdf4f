package io.lockstep.tools.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lockstep.tools.history.Operation.Kind;
import io.lockstep.tools.history.Operation.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationLineTest {

    @Test
    void everyKindOfLineIsReadAsItIsWritten() throws MalformedHistoryException {
        List<Operation> operations = List.of(
                new Operation("c\"1\\", Kind.ACQUIRE, "Lock 1 é\u0001", -5, 7, Result.OK, 42, null),
                Operation.begun("c1", Kind.ACQUIRE, "l", 5, Operation.NO_TOKEN),
                Operation.begun("c1", Kind.RELEASE, "l", 5, 42).ended(9, Result.NOT_HELD, 42),
                Operation.expire("c1", "l", 5, 42),
                Operation.expire("c1", "l", 5, Operation.NO_TOKEN),
                Operation.status("c1", "l", 5, 6, null, Operation.NO_TOKEN),
                Operation.status("c1", "l", 5, 6, "c2", 42),
                Operation.begun("c1", Kind.WRITE, "l", 5, 42).ended(9, Result.REJECTED, 42));
        for (Operation operation : operations) {
            assertThat(OperationLine.parse(OperationLine.text(operation) + "   "))
                    .isEqualTo(operation);
        }
    }

    @Test
    void aLineIsAsTheFormatSays() {
        assertThat(OperationLine.text(Operation.status("c1", "l", 5, 6, null, Operation.NO_TOKEN)))
                .isEqualTo("{\"client\":\"c1\",\"op\":\"status\",\"lock\":\"l\",\"call\":5,\"ret\":6,"
                        + "\"result\":\"ok\",\"owner\":null}");
        assertThat(OperationLine.text(Operation.expire("c1", "l", 5, 42)))
                .isEqualTo("{\"client\":\"c1\",\"op\":\"expire\",\"lock\":\"l\",\"call\":5,\"ret\":5,"
                        + "\"result\":\"unknown\",\"token\":42}");
    }

    @Test
    void theNoteMayBeAnything() throws MalformedHistoryException {
        String line = "{ \"note\" : {\"a\":[1,-2.5e3,true,null,{}],\"b\":\"\\u00e9\\n\"} , \"client\":\"c\", \"op\":"
                + "\"acquire\", \"lock\":\"l\", \"call\":1, \"ret\":2, \"result\":\"busy\" }";
        assertThat(OperationLine.parse(line))
                .isEqualTo(new Operation("c", Kind.ACQUIRE, "l", 1, 2, Result.BUSY, Operation.NO_TOKEN, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "{",
                "[]",
                "{\"op\":\"acquire\"}",
                "{'client':'c'}",
                "{\"client\":\"c\",\"op\":\"acquire\",\"lock\":\"l\",\"call\":1,\"ret\":2,\"result\":\"ok\"}",
                "{\"client\":\"c\",\"op\":\"acquire\",\"lock\":\"l\",\"call\":1,\"ret\":2,\"result\":\"ok\",\"token\":0}",
                "{\"client\":\"c\",\"op\":\"acquire\",\"lock\":\"l\",\"call\":1,\"ret\":2,\"result\":\"busy\",\"token\":3}",
                "{\"client\":\"c\",\"op\":\"acquire\",\"lock\":\"l\",\"call\":1,\"ret\":2,\"result\":\"not_held\"}",
                "{\"client\":\"c\",\"op\":\"acquire\",\"lock\":\"l\",\"call\":3,\"ret\":2,\"result\":\"busy\"}",
                "{\"client\":\"c\",\"op\":\"acquire\",\"lock\":\"l\",\"call\":1.5,\"ret\":2,\"result\":\"busy\"}",
                "{\"client\":\"c\",\"op\":\"acquire\",\"lock\":\"l\",\"call\":1,\"result\":\"busy\"}",
                "{\"client\":\"c\",\"op\":\"acquire\",\"lock\":\"l\",\"call\":1,\"ret\":2,\"result\":\"busy\",\"x\":1}",
                "{\"client\":\"c\",\"op\":\"acquire\",\"lock\":\"l\",\"call\":1,\"ret\":2,\"result\":\"busy\"} {}",
                "{\"client\":\"c\",\"client\":\"c\",\"op\":\"acquire\",\"lock\":\"l\",\"call\":1,\"ret\":2,"
                        + "\"result\":\"busy\"}",
                "{\"client\":7,\"op\":\"acquire\",\"lock\":\"l\",\"call\":1,\"ret\":2,\"result\":\"busy\"}",
                "{\"client\":\"c\",\"op\":\"steal\",\"lock\":\"l\",\"call\":1,\"ret\":2,\"result\":\"ok\"}",
                "{\"client\":\"c\",\"op\":\"status\",\"lock\":\"l\",\"call\":1,\"ret\":2,\"result\":\"ok\"}",
                "{\"client\":\"c\",\"op\":\"status\",\"lock\":\"l\",\"call\":1,\"ret\":2,\"result\":\"ok\",\"owner\":null,"
                        + "\"token\":1}",
                "{\"client\":\"c\",\"op\":\"release\",\"lock\":\"l\",\"call\":1,\"ret\":2,\"result\":\"ok\"}",
                "{\"client\":\"c\",\"op\":\"acquire\",\"lock\":\"l\",\"call\":99999999999999999999,\"ret\":2,"
                        + "\"result\":\"busy\"}",
            })
    void whatIsNotInTheFormatIsRefused(String line) {
        assertThatExceptionOfType(MalformedHistoryException.class).isThrownBy(() -> OperationLine.parse(line));
    }

    @Test
    void aFileIsReadWithoutItsRemarksAndTheFlawIsNamedByItsLine(@TempDir Path directory) throws Exception {
        String good = OperationLine.text(Operation.expire("c1", "l", 5, 42));
        Path file = directory.resolve("history");
        Files.writeString(file, "# recorded by hand\n\n" + good + "\n" + good + "   \n");
        assertThat(HistoryReader.read(List.of(file, file))).hasSize(4);
        Files.writeString(file, good + "\n\nnonsense\n");
        assertThatExceptionOfType(MalformedHistoryException.class)
                .isThrownBy(() -> HistoryReader.read(List.of(file)))
                .withMessageStartingWith(file + ":3: ");
    }
}
