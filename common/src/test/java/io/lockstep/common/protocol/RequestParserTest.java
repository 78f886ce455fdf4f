package io.lockstep.common.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.lock.LockName;
import io.lockstep.common.lock.SessionKey;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestParserTest {

    private static final String KEY = "00000000000000ffFFFFFFFFFFFFFFFE";

    static Stream<Arguments> requests() {
        LockName lock1 = new LockName("Lock 1");
        return Stream.of(
                line("LOCK \"Lock 1\"", "", new Request.Lock(lock1, 0, 0)),
                line("lock a", "", new Request.Lock(new LockName("a"), 0, 0)),
                line("  #7 \t Lock   \"Lock 1\"  wait=0s req=9  ", "#7", new Request.Lock(lock1, 0, 9)),
                line("LOCK req=9 wait=0ms a", "", new Request.Lock(new LockName("a"), 0, 9)),
                line("LOCK \"a=b\"", "", new Request.Lock(new LockName("a=b"), 0, 0)),
                line("LOCK \"\\\"\\\\\\u{e9}\"", "", new Request.Lock(new LockName("\"\\\u00e9"), 0, 0)),
                line(
                        "LOCK \u00fc\u4e2d\ud83d\udd12",
                        "",
                        new Request.Lock(new LockName("\u00fc\u4e2d\ud83d\udd12"), 0, 0)),
                line("LOCK -", "", new Request.Lock(new LockName("-"), 0, 0)),
                line("LOCK #a", "", new Request.Lock(new LockName("#a"), 0, 0)),
                line("LOCK a req=9223372036854775807", "", new Request.Lock(new LockName("a"), 0, Long.MAX_VALUE)),
                line("RELEASE \"Lock 1\" token=42 req=3", "", new Request.Release(lock1, 42, 3)),
                line("RELEASE a", "", new Request.Release(new LockName("a"), 0, 0)),
                line("STATUS a", "", new Request.Status(new LockName("a"), false, 0)),
                line("STATUS a read=local", "", new Request.Status(new LockName("a"), false, 0)),
                line("STATUS a read=sync index=5", "", new Request.Status(new LockName("a"), true, 5)),
                line("LIST", "", new Request.List("", "", 100)),
                line(
                        "LIST prefix=\"Lock \" after=\"Lock 1\" limit=1000",
                        "",
                        new Request.List("Lock ", "Lock 1", 1000)),
                line("HELLO", "", new Request.Hello(0, "", null, 0)),
                line("HELLO 1 ttl=1500ms client=report index=7", "", new Request.Hello(1500, "report", null, 7)),
                line(
                        "HELLO session=7 key=" + KEY,
                        "",
                        new Request.Hello(0, "", new Request.Resume(7, new SessionKey(255, -2)), 0)),
                line("WHOAMI", "", new Request.WhoAmI()),
                line("info", "", new Request.Info()),
                line("#a-b_c.9 NODES", "#a-b_c.9", new Request.Nodes()),
                line("PING", "", new Request.Ping("")),
                line("PING 17", "", new Request.Ping("17")),
                line("PONG 17", "", new Request.Pong("17")),
                line("HELP", "", new Request.Help(null)),
                line("HELP lock", "", new Request.Help(Verb.LOCK)),
                line("QUIT", "", new Request.Quit()));
    }

    private static Arguments line(String line, String tag, Request request) {
        return Arguments.of(line, tag, request);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void readsRequest(String line, String tag, Request request) {
        assertThat(RequestParser.parse(line)).isEqualTo(new ParsedLine.Accepted(tag, request));
    }

    static Stream<Arguments> malformedLines() {
        return Stream.of(
                malformed("LOCK", "", ErrorCode.BAD_ARGS, "a name is expected: LOCK name"),
                malformed("LOCK Lock 1", "", ErrorCode.BAD_ARGS, "LOCK \"Lock 1\""),
                malformed("#9 release Lock 1 token=4", "#9", ErrorCode.BAD_ARGS, "RELEASE \"Lock 1\""),
                malformed("STATUS a \"b c\"", "", ErrorCode.BAD_ARGS, "STATUS \"a b c\""),
                malformed(
                        "STATUS \"" + "a".repeat(200) + "\" " + "b".repeat(90),
                        "",
                        ErrorCode.BAD_ARGS,
                        "\"two words\""),
                malformed("LOCK a waiit=1s", "", ErrorCode.BAD_ARGS, "LOCK has no option waiit"),
                malformed("LOCK a wait=1s", "", ErrorCode.BAD_ARGS, "does not wait"),
                malformed("LOCK a wait=1", "", ErrorCode.BAD_ARGS, "wait is a duration"),
                malformed("LOCK a wait=0s wait=0s", "", ErrorCode.BAD_ARGS, "given twice"),
                malformed("LOCK a req=0", "", ErrorCode.BAD_ARGS, "req is a whole number from 1"),
                malformed("LOCK a req=-1", "", ErrorCode.BAD_ARGS, "req is a whole number"),
                malformed("LOCK a req=9223372036854775808", "", ErrorCode.BAD_ARGS, "req is a whole number"),
                malformed("LOCK a req=99999999999999999999", "", ErrorCode.BAD_ARGS, "req is a whole number"),
                malformed("LOCK a req=\u0661", "", ErrorCode.BAD_ARGS, "req is a whole number"),
                malformed("LOCK \"\"", "", ErrorCode.BAD_ARGS, "must not be empty"),
                malformed("LOCK " + "a".repeat(256), "", ErrorCode.BAD_ARGS, "at most 255 bytes"),
                malformed("LOCK " + "\u00fc".repeat(128), "", ErrorCode.BAD_ARGS, "at most 255 bytes"),
                malformed("LOCK \"a\\nb\"", "", ErrorCode.BAD_ARGS, "control characters"),
                malformed("LOCK a\u0001b", "", ErrorCode.BAD_FORMAT, "control character; write \\u{1}"),
                malformed("LOCK \"a\tb\"", "", ErrorCode.BAD_FORMAT, "control character"),
                malformed("LOCK it's", "", ErrorCode.BAD_FORMAT, "goes in double quotes"),
                malformed("LOCK a\"b\"", "", ErrorCode.BAD_FORMAT, "goes in double quotes"),
                malformed("LOCK \"a\"b", "", ErrorCode.BAD_FORMAT, "misplaced b"),
                malformed("LOCK \"a", "", ErrorCode.BAD_FORMAT, "not closed"),
                malformed("LOCK \"a\\\"", "", ErrorCode.BAD_FORMAT, "not closed"),
                malformed("LOCK \"a\\", "", ErrorCode.BAD_FORMAT, "after \\"),
                malformed("LOCK \"a\\x41\"", "", ErrorCode.BAD_FORMAT, "after \\"),
                malformed("LOCK \"\\u{}\"", "", ErrorCode.BAD_FORMAT, "hex digits"),
                malformed("LOCK \"\\u{1234567}\"", "", ErrorCode.BAD_FORMAT, "hex digits"),
                malformed("LOCK \"\\u41\"", "", ErrorCode.BAD_FORMAT, "hex digits"),
                malformed("LOCK \"\\u{d800}\"", "", ErrorCode.BAD_FORMAT, "no character"),
                malformed("LOCK \"\\u{110000}\"", "", ErrorCode.BAD_FORMAT, "no character"),
                malformed("LOCK A=b", "", ErrorCode.BAD_FORMAT, "lower case"),
                malformed("LOCK =b", "", ErrorCode.BAD_FORMAT, "lower case"),
                malformed("LOCK a wait=", "", ErrorCode.BAD_FORMAT, "a value is expected after ="),
                malformed("LOCK a wait= 5s", "", ErrorCode.BAD_FORMAT, "a value is expected after ="),
                malformed("LIST prefix=a=b", "", ErrorCode.BAD_FORMAT, "misplaced ="),
                malformed("LIST limit=0", "", ErrorCode.BAD_ARGS, "from 1 to 1000"),
                malformed("LIST limit=1001", "", ErrorCode.BAD_ARGS, "from 1 to 1000"),
                malformed("LIST a", "", ErrorCode.BAD_ARGS, "too many values"),
                malformed("STATUS a read=fast", "", ErrorCode.BAD_ARGS, "local or sync"),
                malformed("RELEASE a token=0", "", ErrorCode.BAD_ARGS, "token is a whole number from 1"),
                malformed("HELLO 2", "", ErrorCode.BAD_VERSION, "version 1"),
                malformed("HELLO ttl=999ms", "", ErrorCode.BAD_ARGS, "from 1s to 1h"),
                malformed("HELLO ttl=2h", "", ErrorCode.BAD_ARGS, "from 1s to 1h"),
                malformed("HELLO session=7", "", ErrorCode.BAD_ARGS, "go together"),
                malformed("HELLO key=" + KEY, "", ErrorCode.BAD_ARGS, "go together"),
                malformed("HELLO session=7 key=12", "", ErrorCode.BAD_ARGS, "32 hexadecimal"),
                malformed("HELLO session=7 key=+" + "0".repeat(31), "", ErrorCode.BAD_ARGS, "32 hexadecimal"),
                malformed("HELLO client=" + "a".repeat(65), "", ErrorCode.BAD_ARGS, "at most 64 bytes"),
                malformed("HELLO client=\"a\\nb\"", "", ErrorCode.BAD_ARGS, "control characters"),
                malformed("PING " + "a".repeat(256), "", ErrorCode.BAD_ARGS, "at most 255 bytes"),
                malformed("HELP frob", "", ErrorCode.BAD_ARGS, "no such verb"),
                malformed("FROB x", "", ErrorCode.UNKNOWN_VERB, "no verb FROB"),
                malformed("#1 FROB x", "#1", ErrorCode.UNKNOWN_VERB, "no verb FROB"),
                malformed("GET / HTTP/1.1", "", ErrorCode.UNKNOWN_VERB, "no verb GET"),
                malformed("Host: here", "", ErrorCode.BAD_FORMAT, "begins with a verb"),
                malformed("\"LOCK\" a", "", ErrorCode.BAD_FORMAT, "begins with a verb"),
                malformed("ABCDEFGHIJKLMNOPQ", "", ErrorCode.BAD_FORMAT, "begins with a verb"),
                malformed("#7", "#7", ErrorCode.BAD_FORMAT, "verb is expected"),
                malformed("# LOCK a", "", ErrorCode.BAD_FORMAT, "a tag is"),
                malformed("#abcdefghijklmnopq LOCK a", "", ErrorCode.BAD_FORMAT, "a tag is"),
                malformed("#a! LOCK a", "", ErrorCode.BAD_FORMAT, "a tag is"));
    }

    private static Arguments malformed(String line, String tag, ErrorCode code, String partOfMessage) {
        return Arguments.of(line, tag, code, partOfMessage);
    }

    @ParameterizedTest
    @MethodSource("malformedLines")
    void refusesMalformedLineAndSaysWhy(String line, String tag, ErrorCode code, String partOfMessage) {
        assertThat(RequestParser.parse(line)).isInstanceOfSatisfying(ParsedLine.Malformed.class, malformed -> {
            assertThat(malformed.tag()).isEqualTo(tag);
            assertThat(malformed.code()).isEqualTo(code);
            assertThat(malformed.message()).contains(partOfMessage);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t  \t"})
    void blankLineIsNothing(String line) {
        assertThat(RequestParser.parse(line)).isEqualTo(new ParsedLine.Blank());
    }

    @Test
    void everyOptionThatTheUsageShowsIsTaken() {
        for (Verb verb : Verb.values()) {
            for (String key : verb.optionKeys()) {
                assertThat(verb.usage()).containsPattern("[\\[ ]" + key + "=");
            }
            assertThat(verb.usage().chars().filter(c -> c == '=').count())
                    .as(verb.usage())
                    .isEqualTo(verb.optionKeys().size());
        }
    }

    @Test
    void onlyTheDocumentedVerbsAreKnownInWhateverCase() {
        assertThat(Verb.named("wHoAmI")).contains(Verb.WHOAMI);
        assertThat(Verb.named("WHO")).isEmpty();
    }
}
