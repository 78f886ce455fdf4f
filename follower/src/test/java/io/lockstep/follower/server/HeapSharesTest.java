package io.lockstep.follower.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.program.ExitCode;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each kind of thing may take of the heap. */
final class HeapSharesTest {

    private static final long MIB = 1L << 20;
    private static final long WATCH_BYTES = 1_024;
    private static final long CONNECTION_BYTES = 4_096;

    @ParameterizedTest
    @ValueSource(longs = {62, 64, 248, 256, 1_024, 8_192})
    void aThirdOfTheHeapIsLeft(long heapMiB) throws ServerStartException {
        HeapShares shares = new HeapShares(heapMiB * MIB);
        long shared = shares.heldBytesMax()
                + shares.watchesMax() * WATCH_BYTES
                + shares.connectionsMax() * CONNECTION_BYTES
                + shares.mapBound(OptionalLong.empty()).atFounding();
        assertThat(shared).isBetween(heapMiB * MIB / 2, heapMiB * MIB / 3 * 2 + MIB);
    }

    @Test
    void aSmallHeapStillHoldsOneReply() {
        assertThat(new HeapShares(8 * MIB).heldBytesMax()).isEqualTo(2 * MIB);
    }

    @Test
    void aBoundThatTheHeapDoesNotAllowIsRefused() throws ServerStartException {
        HeapShares shares = new HeapShares(256 * MIB);
        assertThat(shares.mapBound(OptionalLong.of(64 * MIB)).atFounding()).isEqualTo(64 * MIB);
        assertThatThrownBy(() -> shares.mapBound(OptionalLong.of(128 * MIB)))
                .isInstanceOfSatisfying(
                        ServerStartException.class,
                        refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
                .hasMessageContaining("-Xmx512m");
    }
}
