package io.lockstep.common.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random lines from a seed: more with {@code -Dprotocol.lines=1000000}, another seed with {@code -Dprotocol.seed=N}.
 */
class LineRoundTripTest {

    private static final int LINES = Integer.getInteger("protocol.lines", 100_000);
    private static final long SEED = Long.getLong("protocol.seed", 20_261);

    private static final String[] PIECES = {
        "LOCK",
        "release",
        "STATUS ",
        "HELLO",
        "LIST ",
        "PING ",
        "HELP ",
        "WHO ",
        "HISTORY ",
        "CANCEL ",
        "WATCH ",
        "UNWATCH ",
        "FORCE ",
        "AUDIT ",
        "#7 ",
        "#",
        "\"",
        "\\",
        "\\u{",
        "}",
        "=",
        " ",
        "\t",
        "'",
        "wait=",
        "req=",
        "token=",
        "read=sync",
        "index=",
        "ttl=",
        "session=",
        "key=",
        "prefix=",
        "mode=",
        "shared",
        "permits=",
        "delay=",
        "reason=",
        "operator=",
        "0s",
        "10s",
        "1",
        "42",
        "99999999999999999999",
        "Lock 1",
        "\"Lock 1\"",
        "\\n",
        "\\\"",
        "\u0000",
        "\u0001",
        "\u007f",
        "\u0085",
        "\u2028",
        "\u00fc",
        "\u4e2d",
        "\ud83d\udd12",
        "OK ",
        "ERR ",
        "- ",
        "* ",
        "HELD ",
        "d800",
        "FROB"
    };

    @Test
    void noLineMakesAParserThrow() {
        SplittableRandom random = new SplittableRandom(SEED);
        int accepted = 0;
        int replies = 0;
        for (int i = 0; i < LINES; i++) {
            String line = randomLine(random);
            try {
                ParsedLine parsed = RequestParser.parse(line);
                accepted += parsed instanceof ParsedLine.Accepted ? 1 : 0;
                if (parsed instanceof ParsedLine.Malformed malformed) {
                    checkThatErrorReadsBack(malformed);
                }
                replies += ReplyParser.parse(line).isPresent() ? 1 : 0;
            } catch (RuntimeException bug) {
                fail("line " + i + " of seed " + SEED + ": " + LineSyntax.quoted(line), bug);
            }
        }
        // Otherwise the generator makes only invalid lines, and the test proves little.
        assertThat(accepted).as("accepted").isGreaterThan(LINES / 200);
        assertThat(replies).as("replies").isGreaterThan(LINES / 200);
    }

    private static void checkThatErrorReadsBack(ParsedLine.Malformed malformed) {
        String line = Line.error(malformed.tag(), malformed.code())
                .message(malformed.message())
                .text();
        assertThat(line.length()).isLessThan(ProtocolLimits.LINE_BYTES_MAX / 4);
        assertThat(line.codePoints().anyMatch(Character::isISOControl)).isFalse();
        ServerLine read = ReplyParser.parse(line).orElseThrow();
        assertThat(read.tag()).isEqualTo(malformed.tag());
        assertThat(read.errorCode()).contains(malformed.code());
        assertThat(read.message()).isEqualTo(malformed.message());
    }

    @Test
    void whatIsWrittenReadsBackTheSame() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < LINES / 4; i++) {
            String value = randomText(random);
            String option = randomText(random);
            String text = Line.row("#t").value(value).option("o", option).text();
            ServerLine read =
                    ReplyParser.parse(text).orElseThrow(() -> new AssertionError("seed " + SEED + ": " + text));
            assertThat(read.values()).as(text).isEqualTo(List.of(value));
            assertThat(read.option("o")).as(text).isEqualTo(option);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "a=b", "\"", "\\", "'", "\n", "\r", "\t", "\u0000", "\u0085", "\u2028", "\u2029"
            })
    void whatCannotStandBareIsQuoted(String value) {
        String written = LineSyntax.written(value);

        assertThat(written).startsWith("\"").endsWith("\"").hasSizeGreaterThan(1);
        assertThat(written.substring(1).chars().noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "Lock1", "50000", "127.0.0.1:9000", "[::1]:9000", "#7", "-", "*", "\u00fc"})
    void whatCanStandBareDoes(String value) {
        assertThat(LineSyntax.written(value)).isEqualTo(value);
    }

    private static String randomLine(SplittableRandom random) {
        StringBuilder line = new StringBuilder();
        for (int parts = random.nextInt(1, 10); parts > 0; parts--) {
            switch (random.nextInt(8)) {
                case 0 -> line.append((char) random.nextInt(0x80));
                case 1 -> line.append((char) random.nextInt(0x10000));
                case 2 -> line.append(LineSyntax.written(randomText(random)));
                default -> line.append(PIECES[random.nextInt(PIECES.length)]);
            }
            if (random.nextInt(3) == 0) {
                line.append(' ');
            }
        }
        if (random.nextInt(4) == 0) {
            line.deleteCharAt(random.nextInt(line.length()));
        }
        return line.toString();
    }

    /** Draws any text that UTF-8 can carry: no lone surrogates. */
    private static String randomText(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(12); length > 0; length--) {
            int bound = random.nextBoolean() ? 0x80 : random.nextBoolean() ? 0x3000 : Character.MAX_CODE_POINT + 1;
            int codePoint = random.nextInt(bound);
            text.appendCodePoint(codePoint >= 0xD800 && codePoint <= 0xDFFF ? 'x' : codePoint);
        }
        return text.toString();
    }
}
