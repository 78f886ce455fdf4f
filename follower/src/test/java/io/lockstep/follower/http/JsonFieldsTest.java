package io.lockstep.follower.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a body may be. */
class JsonFieldsTest {

    @Test
    void textsAndNumbersAreFields() throws Exception {
        JsonFields fields = JsonFields.read("{\"lease\":\"30s\",\"token\":42,\"key\":\"a\\\"b\\u00e9\",\"hold\":null}");
        assertThat(fields.text("lease")).isEqualTo("30s");
        assertThat(fields.text("token")).isEqualTo("42");
        assertThat(fields.text("key")).isEqualTo("a\"b\u00e9");
        assertThat(fields.text("hold")).isEmpty();
        assertThat(JsonFields.read(" ").text("lease")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "7",
                "{\"a\":1",
                "{\"a\":{}}",
                "{\"a\":[1]}",
                "{\"a\":1.5}",
                "{\"a\":1,\"a\":2}",
                "{} {}",
                "{\"a\" 1}",
                "{a:1}"
            })
    void anythingElseIsRefusedWithASentence(String body) {
        assertThatThrownBy(() -> JsonFields.read(body))
                .isInstanceOf(JsonFields.FlawException.class)
                .message()
                .isNotBlank();
    }

    @Test
    void aFieldThatIsNotKnownIsNamed() {
        assertThatThrownBy(() -> JsonFields.read("{\"lese\":\"30s\"}").only(Set.of("lease", "key")))
                .hasMessage("there is no field lese here; there are key, lease");
    }
}
