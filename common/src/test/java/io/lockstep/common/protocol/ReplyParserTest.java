package io.lockstep.common.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyParserTest {

    @Test
    void readsDoneReply() {
        ServerLine line =
                ReplyParser.parse("#7 OK LOCK \"Lock 1\" token=42 index=7").orElseThrow();

        assertThat(line)
                .isEqualTo(new ServerLine(
                        "#7", ServerLine.Kind.OK, "LOCK", List.of("Lock 1"), Map.of("token", "42", "index", "7")));
        assertThat(line.isReply()).isTrue();
        assertThat(line.value()).isEqualTo("Lock 1");
        assertThat(line.number("token", -1)).isEqualTo(42);
        assertThat(line.number("limit", -1)).isEqualTo(-1);
        assertThat(line.errorCode()).isEmpty();
    }

    @Test
    void readsError() {
        ServerLine line = ReplyParser.parse("ERR HELD \"Lock 1\" owner=50001 msg=\"held by 50001\"")
                .orElseThrow();

        assertThat(line.isReply()).isTrue();
        assertThat(line.errorCode()).contains(ErrorCode.HELD);
        assertThat(line.option("owner")).isEqualTo("50001");
        assertThat(line.message()).isEqualTo("held by 50001");
    }

    @Test
    void codeOfALaterVersionIsAnErrorAllTheSame() {
        ServerLine line = ReplyParser.parse("ERR NEWER").orElseThrow();

        assertThat(line.kind()).isEqualTo(ServerLine.Kind.ERR);
        assertThat(line.errorCode()).isEmpty();
    }

    @Test
    void readsRowAndPush() {
        ServerLine row = ReplyParser.parse("- \"Lock 1\" owner=50000").orElseThrow();
        ServerLine push = ReplyParser.parse("* BYE reason=taken-over").orElseThrow();

        assertThat(row)
                .isEqualTo(new ServerLine("", ServerLine.Kind.ROW, "", List.of("Lock 1"), Map.of("owner", "50000")));
        assertThat(push)
                .isEqualTo(new ServerLine("", ServerLine.Kind.PUSH, "BYE", List.of(), Map.of("reason", "taken-over")));
        assertThat(row.isReply() || push.isReply()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "OK", "ERR", "*", "+PONG", "HTTP/1.1 400 Bad Request", "#7 * BYE", "OK LOCK \"", "-ERR x"})
    void whatIsNotOfThisProtocolIsEmpty(String line) {
        assertThat(ReplyParser.parse(line)).isEmpty();
    }

    @Test
    void writesEachKindOfLine() {
        assertThat(Line.ok("#7", Verb.LOCK).value("Lock 1").option("token", 42))
                .hasToString("#7 OK LOCK \"Lock 1\" token=42");
        assertThat(Line.pong("").value("x")).hasToString("OK PONG x");
        assertThat(Line.error("", ErrorCode.BUSY).message("too much at once"))
                .hasToString("ERR BUSY msg=\"too much at once\"");
        assertThat(Line.row("#7").option("role", "leader")).hasToString("#7 - role=leader");
        assertThat(Line.push("BYE").option("reason", "shutdown")).hasToString("* BYE reason=shutdown");
        assertThat(Line.request("#1", Verb.STATUS).value("a b")).hasToString("#1 STATUS \"a b\"");
    }
}
