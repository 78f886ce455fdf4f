package io.lockstep.common.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes in bytes as text. */
final class SizesTest {

    @ParameterizedTest
    @CsvSource({"0,0", "1500,1500", "1k,1024", "256m,268435456", "3G,3221225472", "1025,1025"})
    void aSizeIsANumberAndAUnit(String text, long bytes) {
        assertThat(Sizes.parseBytes(text)).isEqualTo(bytes);
        assertThat(Sizes.parseBytes(Sizes.format(bytes))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "much", "-1", "1.5g", "1t", "999999999999999g", "9999999999999999"})
    void anythingElseIsNone(String text) {
        assertThat(Sizes.parseBytes(text)).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"1,1m", "1048576,1m", "1048577,2m", "1073741824,1g"})
    void aHeapIsRoundedUp(long bytes, String text) {
        assertThat(Sizes.formatRoundedUp(bytes)).isEqualTo(text);
    }
}
