package io.lockstep.follower.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The bound of the lock map, and the heap that a server needs for it. */
final class MapBoundTest {

    private static final long MIB = 1L << 20;

    private static MapBound withHeap(long mebibytes) {
        return new MapBound(OptionalLong.empty(), mebibytes * MIB);
    }

    @Test
    void theFounderTakesAQuarterOfItsHeap() {
        assertThat(withHeap(256).atFounding()).isEqualTo(64 * MIB);
        assertThat(withHeap(254).atFounding()).isEqualTo(63 * MIB);
        assertThat(new MapBound(OptionalLong.of(5 * MIB), 256 * MIB).atFounding())
                .isEqualTo(5 * MIB);
    }

    @Test
    void aServerWithASmallerHeapSaysWhichItNeeds() {
        assertThat(withHeap(256).flawOf(64 * MIB)).isEmpty();
        assertThat(withHeap(248).flawOf(64 * MIB)).isEmpty();
        assertThat(withHeap(192).flawOf(64 * MIB))
                .contains("64m")
                .contains("192m")
                .contains("-Xmx256m");
    }

    @Test
    void aFlagThatDiffersFromTheLogIsAContradiction() {
        MapBound asked = new MapBound(OptionalLong.of(32 * MIB), 1_024 * MIB);
        assertThat(asked.flawOf(32 * MIB)).isEmpty();
        assertThat(asked.flawOf(64 * MIB)).contains("--map-bytes 32m").contains("may take 64m");
    }

    @Test
    void aClusterWithoutABoundHasNoFlaw() {
        assertThat(withHeap(64).flawOf(Long.MAX_VALUE)).isEmpty();
    }
}
