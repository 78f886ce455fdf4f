package io.lockstep.endtoend.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The lines of strace become calls. */
class TraceReaderTest {

    @Test
    void callsThatWereInterruptedByOthersAreOneCall() {
        List<TracedCall> calls = TraceReader.read(List.of(
                "11    1700000000.000010 futex(0x7f00aa, FUTEX_WAIT_PRIVATE, 0, NULL <unfinished ...>",
                "12    1700000000.000020 write(5, \"\\1\\0\\0\\0\\0\\0\\0\\0\", 8) = 8 <0.000004>",
                "12    1700000000.000030 futex(0x7f00aa, FUTEX_WAKE_PRIVATE, 1 <unfinished ...>",
                "11    1700000000.000040 <... futex resumed>) = 0 <0.000029>",
                "12    1700000000.000045 <... futex resumed>) = 1 <0.000014>",
                "11    1700000000.000050 +++ exited with 0 +++"));
        assertThat(calls)
                .containsExactly(
                        new TracedCall(
                                11, "futex", "0x7f00aa, FUTEX_WAIT_PRIVATE, 0, NULL", 1.7e15 + 10, 1.7e15 + 40, 0),
                        new TracedCall(12, "write", "5, \"\\1\\0\\0\\0\\0\\0\\0\\0\", 8", 1.7e15 + 20, 1.7e15 + 24, 8),
                        new TracedCall(12, "futex", "0x7f00aa, FUTEX_WAKE_PRIVATE, 1", 1.7e15 + 30, 1.7e15 + 45, 1));
        assertThat(calls.get(0).firstArgument()).isEqualTo("0x7f00aa");
        assertThat(calls.get(0).descriptor()).isEqualTo(0);
        assertThat(calls.get(1).descriptor()).isEqualTo(5);
    }

    @Test
    void waitsNameTheFilesThatAreReadyAndTimeOutsNone() {
        List<TracedCall> calls = TraceReader.read(List.of(
                "11 1700000000.000010 epoll_wait(13, [{events=EPOLLIN, data={u32=30, u64=30}}], 1024, 43) = 1 <0.000007>",
                "11 1700000000.000020 poll([{fd=9, events=POLLIN}], 1, 500) = 1 ([{fd=9, revents=POLLIN}]) <0.000003>",
                "11 1700000000.000030 poll([{fd=9, events=POLLIN}], 1, 500) = 0 (Timeout) <0.500003>",
                "11 1700000000.000040 read(9, 0x7f, 4) = -1 EAGAIN (Resource temporarily unavailable) <0.000003>"));
        assertThat(calls).extracting(TracedCall::result).containsExactly(1L, 1L, 0L, -1L);
        assertThat(calls.get(0).arguments()).contains("u32=30");
        assertThat(calls.get(1).arguments()).startsWith("[{fd=9");
    }

    @Test
    void anEndWithoutABeginningIsPassedOver() {
        assertThat(TraceReader.read(List.of("11 1700000000.000010 <... futex resumed>) = 0 <0.100000>")))
                .isEmpty();
    }
}
