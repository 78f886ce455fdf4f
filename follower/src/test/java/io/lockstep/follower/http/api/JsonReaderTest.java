package io.lockstep.follower.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.program.Json;
import io.lockstep.program.JsonReader;
import io.lockstep.program.JsonReader.BadJsonException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients send as JSON. */
class JsonReaderTest {

    @Test
    void everyKindOfValueIsRead() throws Exception {
        assertThat(JsonReader.read(
                        " {\"a\" : [1, -2.5e3, \"\\u00fc\\n\\\"\", true, false, null], \"b\":{}, \"c\":[]} "))
                .isEqualTo(Map.of(
                        "a",
                        Arrays.asList(new BigDecimal("1"), new BigDecimal("-2.5e3"), "ü\n\"", true, false, null),
                        "b",
                        Map.of(),
                        "c",
                        List.of()));
    }

    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        Map<String, Object> value = Map.of("text", "\\ \" \u0001 \u202e / é", "list", List.of("a", "b"));
        assertThat(JsonReader.read(Json.object(value))).isEqualTo(value);
    }

    @Test
    void aLargeTokenKeepsItsDigits() throws Exception {
        assertThat(JsonReader.readObject("{\"token\":9223372036854775807}").get("token"))
                .hasToString("9223372036854775807");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"a\"}",
                "{\"a\":1,}",
                "[1,]",
                "{a:1}",
                "\"a",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\t\"",
                "01",
                "1.",
                "+1",
                "nul",
                "{} {}",
                "{\"a\":1,\"a\":2}",
                "1e9999",
                "'a'"
            })
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> JsonReader.read(text)).isInstanceOf(BadJsonException.class);
    }

    @Test
    void depthIsBounded() {
        assertThatThrownBy(() -> JsonReader.read("[".repeat(100_000))).isInstanceOf(BadJsonException.class);
    }
}
