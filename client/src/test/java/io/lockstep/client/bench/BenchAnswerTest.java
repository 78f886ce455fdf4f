package io.lockstep.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.protocol.ErrorCode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Lines that are told apart by their bytes, and those that are parsed, mean the same. */
class BenchAnswerTest {

    private final BenchAnswer answer = new BenchAnswer();

    @Test
    void aGrantHasItsTokenAndItsClient() {
        assertThat(read("OK LOCK bench-1 token=9223372036854775 index=7")).isTrue();
        assertThat(answer.isOk()).isTrue();
        assertThat(answer.isReply()).isTrue();
        assertThat(answer.token()).isEqualTo(9_223_372_036_854_775L);
        assertThat(answer.client()).isZero();
        assertThat(read("#17 OK LOCK bench-1 token=5 index=7")).isTrue();
        assertThat(answer.client()).isEqualTo(17);
        assertThat(answer.token()).isEqualTo(5);
    }

    @Test
    void aRefusalWithAHolderIsHeldAndAnyOtherHasItsCode() {
        assertThat(read("ERR HELD a owner=1 token=41 mode=exclusive")).isTrue();
        assertThat(answer.isHeld()).isTrue();
        assertThat(answer.code()).isEqualTo(ErrorCode.HELD);
        assertThat(read("#3 ERR ALREADY a token=41 limit=1 msg=\"x\"")).isTrue();
        assertThat(answer.isHeld()).isFalse();
        assertThat(answer.isReply()).isTrue();
        assertThat(answer.code()).isEqualTo(ErrorCode.ALREADY);
        assertThat(answer.token()).isEqualTo(41);
        assertThat(answer.client()).isEqualTo(3);
    }

    @Test
    void aStatusHasAStateAndAPushIsNoReply() {
        assertThat(read("OK STATUS a state=free index=8 msg=\"no such lock\"")).isTrue();
        assertThat(answer.hasState()).isTrue();
        assertThat(read("* QUEUED a pos=1 req=5 holder=50001")).isTrue();
        assertThat(answer.isReply()).isFalse();
        assertThat(answer.hasState()).isFalse();
        assertThat(read("* BYE reason=shutdown msg=\"bye\"")).isTrue();
        assertThat(answer.isReply()).isFalse();
        assertThat(answer.word()).isEqualTo("BYE");
        assertThat(answer.reason()).isEqualTo("shutdown");
    }

    @Test
    void whatIsNoLineOfTheProtocolIsTold() {
        assertThat(read("HTTP/1.1 200 OK")).isFalse();
        assertThat(read("#x OK LOCK a token=1")).isFalse();
        assertThat(read("#99999999999 OK LOCK a token=1")).isFalse();
        assertThat(read("#1")).isFalse();
        assertThat(read("")).isFalse();
    }

    private boolean read(String line) {
        byte[] bytes = ("before" + line + "after").getBytes(StandardCharsets.UTF_8);
        return answer.read(bytes, 6, bytes.length - 5);
    }
}
