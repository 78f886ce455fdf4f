package io.lockstep.follower.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpLineTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1",
                "POST /FORCE HTTP/1.0",
                "FORCE x HTTP/1.1",
                "PRI * HTTP/2.0",
                "GET /a b HTTP/1.1"
            })
    void firstLinesOfHttp(String line) {
        assertThat(HttpLine.isRequest(line)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "LOCK a", "LOCK HTTP/1.1", "LOCK a \"HTTP/1.1\"", "STATUS a", "HTTP/1.1 200 OK"})
    void otherLines(String line) {
        assertThat(HttpLine.isRequest(line)).isFalse();
    }
}
