package io.lockstep.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {

    @ParameterizedTest
    @CsvSource({
        "host:9001, host, 9001",
        "host, host, 9000",
        ":9001, 127.0.0.1, 9001",
        "[::1]:9001, ::1, 9001",
        "[::1], ::1, 9000",
    })
    void formsOfAnAddress(String text, String host, int port) {
        assertThat(ServerAddress.parse(text)).isEqualTo(new ServerAddress(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host:", "host:x", "host:0", "host:65536", "::1:9000", "a b:1", "host:-1"})
    void whatIsNoAddress(String text) {
        assertThatThrownBy(() -> ServerAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a server address");
    }

    @Test
    void aListKeepsItsOrderAndDropsRepetitions() {
        assertThat(ServerAddress.parseList("b:1, a:2,b:1"))
                .containsExactly(new ServerAddress("b", 1), new ServerAddress("a", 2));
    }
}
