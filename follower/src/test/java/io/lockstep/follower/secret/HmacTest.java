package io.lockstep.follower.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The code of RFC 2104, held to the examples of RFC 4231 and to the JDK's own. */
class HmacTest {

    @Test
    void fitsTheExamplesOfTheStandard() {
        assertThat(hex(Hmac.of(HexFormat.of().parseHex("0b".repeat(20)), text("Hi There"))))
                .isEqualTo("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        assertThat(hex(Hmac.of(text("Jefe"), text("what do ya want "), text("for nothing?"))))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 32, 63, 64})
    void isThatOfTheJdk(int keyBytes) throws Exception {
        byte[] key = text("k".repeat(keyBytes));
        Mac jdk = Mac.getInstance("HmacSHA256");
        jdk.init(new SecretKeySpec(key, "HmacSHA256"));
        for (int length = 0; length < 200; length++) {
            byte[] said = text("m".repeat(length));
            assertThat(Hmac.of(key, said)).isEqualTo(jdk.doFinal(said));
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
