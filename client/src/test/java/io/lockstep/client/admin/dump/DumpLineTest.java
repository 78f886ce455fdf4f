package io.lockstep.client.admin.dump;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DumpLineTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "vote  intact: term 3, no vote | {\"part\":\"vote\",\"intact\":true,\"what\":\"term 3, no vote\"}",
                "log  NOT INTACT: a: b | {\"part\":\"log\",\"intact\":false,\"what\":\"a: b\"}",
                "12  term 3  no entry | {\"index\":12,\"term\":3,\"what\":\"no entry\"}",
                "12  in the snapshot: \"a\" free | {\"index\":12,\"what\":\"in the snapshot: \\\"a\\\" free\"}",
                "anything | {\"what\":\"anything\"}",
            })
    void aLineIsAnObject(String line, String json) {
        assertThat(DumpLine.json(line)).isEqualTo(json);
    }
}
