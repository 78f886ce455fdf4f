package io.lockstep.common.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

    @ParameterizedTest
    @CsvSource({
        "host:9001, host, 9001",
        "host, host, 9000",
        ":9001, 127.0.0.1, 9001",
        "[::1]:9001, ::1, 9001",
        "[::1], ::1, 9000",
    })
    void aServerHasDefaultsForMissingParts(String text, String host, int port) {
        assertThat(HostPort.parseServer(text)).isEqualTo(new HostPort(host, port));
    }

    @ParameterizedTest
    @CsvSource({"host:9001, host, 9001", "[::1]:9001, ::1, 9001"})
    void anAddressHasBothParts(String text, String host, int port) {
        assertThat(HostPort.parse(text)).isEqualTo(new HostPort(host, port)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host:", "host:x", "host:0", "host:65536", "::1:9000", "a b:1", "host:-1"})
    void malformedAddresses(String text) {
        assertThatThrownBy(() -> HostPort.parseServer(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not an address");
        assertThatThrownBy(() -> HostPort.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", ":9001", "[::1]", " :9001"})
    void hostAndPortAreRequired(String text) {
        assertThatThrownBy(() -> HostPort.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not an address");
    }

    @Test
    void aListKeepsItsOrderAndDropsRepetitions() {
        assertThat(HostPort.parseServers("b:1, a:2,b:1")).containsExactly(new HostPort("b", 1), new HostPort("a", 2));
    }
}
