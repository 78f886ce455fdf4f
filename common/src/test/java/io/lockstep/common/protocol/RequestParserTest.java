package io.lockstep.common.protocol;

import static io.lockstep.common.protocol.PlainRequests.hello;
import static io.lockstep.common.protocol.PlainRequests.takes;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.Command.RemoveServer;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.SessionKey;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestParserTest {

    private static final long DAY = 86_400_000;
    private static final String KEY = "00000000000000ffFFFFFFFFFFFFFFFE";

    static Stream<Arguments> requests() {
        LockName lock1 = new LockName("Lock 1");
        return Stream.of(
                line("LOCK \"Lock 1\"", "", lock(lock1, 0)),
                line("lock a", "", lock(new LockName("a"), 0)),
                line("  #7 \t Lock   \"Lock 1\"  wait=0s req=9  ", "#7", lock(lock1, 9)),
                line("LOCK req=9 wait=0ms a", "", lock(new LockName("a"), 9)),
                line("LOCK \"a=b\"", "", lock(new LockName("a=b"), 0)),
                line("LOCK \"\\\"\\\\\\u{e9}\"", "", lock(new LockName("\"\\\u00e9"), 0)),
                line("LOCK \u00fc\u4e2d\ud83d\udd12", "", lock(new LockName("\u00fc\u4e2d\ud83d\udd12"), 0)),
                line("LOCK -", "", lock(new LockName("-"), 0)),
                line("LOCK #a", "", lock(new LockName("#a"), 0)),
                line("LOCK a req=9223372036854775807", "", lock(new LockName("a"), Long.MAX_VALUE)),
                line("RELEASE \"Lock 1\" token=42 req=3", "", new Request.Release(List.of(lock1), 42, 3)),
                line("LOCK Lock 1", "", takes(names("Lock", "1"), LockMode.EXCLUSIVE, 0, 0, 0)),
                line("LOCK a \"b c\" d", "", takes(names("a", "b c", "d"), LockMode.EXCLUSIVE, 0, 0, 0)),
                line("LOCK a A", "", takes(names("a", "A"), LockMode.EXCLUSIVE, 0, 0, 0)),
                line("LOCK a wait=24h delay=60s", "", takes(names("a"), LockMode.EXCLUSIVE, DAY, 60_000, 0)),
                line("LOCK a mode=exclusive", "", lock(new LockName("a"), 0)),
                line("LOCK a mode=shared wait=1s", "", takes(names("a"), LockMode.SHARED, 1_000, 0, 0)),
                line("LOCK permits=2 a", "", takes(names("a"), LockMode.permits(2), 0, 0, 0)),
                line("LOCK permits=1000000 a", "", takes(names("a"), LockMode.permits(1_000_000), 0, 0, 0)),
                line("RELEASE a \"b c\" token=4", "", new Request.Release(names("a", "b c"), 4, 0)),
                line("CANCEL", "", new Request.Cancel("", 0)),
                line("#b CANCEL #a", "#b", new Request.Cancel("#a", 0)),
                line("CANCEL req=7", "", new Request.Cancel("", 7)),
                line("WHO a", "", new Request.Who(new LockName("a"), 100)),
                line("who \"Lock 1\" limit=1000", "", new Request.Who(lock1, 1_000)),
                line("HISTORY \"Lock 1\" before=7 limit=3", "", new Request.History(lock1, 0, 7, 3)),
                line("WATCH", "", new Request.Watch(null, "", false)),
                line("WATCH \"Lock 1\"", "", new Request.Watch(lock1, "", false)),
                line("WATCH prefix=\"Lock \"", "", new Request.Watch(null, "Lock ", false)),
                line("WATCH prefix=x list=yes", "", new Request.Watch(null, "x", true)),
                line("WATCH a list=no", "", new Request.Watch(new LockName("a"), "", false)),
                line("UNWATCH 3", "", new Request.Unwatch(3)),
                line(
                        "REMOVE 2 reason=\"disk broken\"",
                        "",
                        new Request.Remove(2, RemoveServer.Way.EXCHANGE, "disk broken", "")),
                line(
                        "remove 3 way=Shrink reason=gone operator=anna",
                        "",
                        new Request.Remove(3, RemoveServer.Way.SHRINK, "gone", "anna")),
                line("FORCE a token=4 reason=gone", "", new Request.Force(new LockName("a"), 4, "gone", "", 0)),
                line(
                        "FORCE \"Lock 1\" req=2 token=4 operator=anna reason=\"host is gone\"",
                        "",
                        new Request.Force(lock1, 4, "host is gone", "anna", 2)),
                line("AUDIT", "", new Request.Audit(0, 100)),
                line("AUDIT after=7 limit=1", "", new Request.Audit(7, 1)),
                line("RELEASE a", "", new Request.Release(List.of(new LockName("a")), 0, 0)),
                line("STATUS a", "", new Request.Status(new LockName("a"), false, 0)),
                line("STATUS a read=local", "", new Request.Status(new LockName("a"), false, 0)),
                line("STATUS a read=sync index=5", "", new Request.Status(new LockName("a"), true, 5)),
                line("LIST", "", new Request.List("", "", 100, false)),
                line(
                        "LIST prefix=\"Lock \" after=\"Lock 1\" limit=1000",
                        "",
                        new Request.List("Lock ", "Lock 1", 1000, false)),
                line("HELLO", "", hello(0, "", null, 0)),
                line("HELLO 1 ttl=1500ms client=report index=7", "", hello(1500, "report", null, 7)),
                line("HELLO ttl=1ms", "", hello(1_000, "", null, 0)),
                line("HELLO ttl=999ms", "", hello(1_000, "", null, 0)),
                line("HELLO ttl=1h", "", hello(3_600_000, "", null, 0)),
                line("HELLO ttl=2h", "", hello(3_600_000, "", null, 0)),
                line("HELLO ttl=999999999h", "", hello(3_600_000, "", null, 0)),
                line("HELLO client=" + "a".repeat(255), "", hello(0, "a".repeat(255), null, 0)),
                line("HELLO session=7 key=" + KEY, "", hello(0, "", new Request.Resume(7, new SessionKey(255, -2)), 0)),
                line("WHOAMI", "", new Request.WhoAmI()),
                line("info", "", new Request.Info(false)),
                line("#a-b_c.9 NODES", "#a-b_c.9", new Request.Nodes()),
                line("PING", "", new Request.Ping("", false)),
                line("PING 17", "", new Request.Ping("17", false)),
                line("PING 17 confirm=yes", "", new Request.Ping("17", true)),
                line("PONG 17", "", new Request.Pong("17")),
                line("HELP", "", new Request.Help(null)),
                line("HELP lock", "", new Request.Help(Verb.LOCK)),
                line("QUIT", "", new Request.Quit()));
    }

    private static List<LockName> names(String... names) {
        return Stream.of(names).map(LockName::new).toList();
    }

    /** Returns a LOCK of one name without any option but {@code req=}. */
    private static Request.Lock lock(LockName name, long number) {
        return takes(List.of(name), LockMode.EXCLUSIVE, 0, 0, number);
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
                malformed("LOCK" + " a".repeat(17), "", ErrorCode.BAD_ARGS, "at most 16 names expected; quote names"),
                malformed("#9 release" + " a".repeat(17), "#9", ErrorCode.BAD_ARGS, "RELEASE \"a a"),
                malformed("LOCK a b \"a\"", "", ErrorCode.BAD_ARGS, "the same name twice: \"a\""),
                malformed("RELEASE a a", "", ErrorCode.BAD_ARGS, "the same name twice: \"a\""),
                malformed("LOCK a \"\"", "", ErrorCode.BAD_ARGS, "must not be empty"),
                malformed("STATUS a \"b c\"", "", ErrorCode.BAD_ARGS, "STATUS \"a b c\""),
                malformed(
                        "STATUS \"" + "a".repeat(200) + "\" " + "b".repeat(90),
                        "",
                        ErrorCode.BAD_ARGS,
                        "\"two words\""),
                malformed("LOCK a waiit=1s", "", ErrorCode.BAD_ARGS, "LOCK has no option waiit"),
                malformed("LOCK a wait=-1s", "", ErrorCode.BAD_ARGS, "wait is a duration"),
                malformed("LOCK a wait=86400001ms", "", ErrorCode.BAD_ARGS, "wait is from 0s to 24h"),
                malformed("LOCK a delay=61s", "", ErrorCode.BAD_ARGS, "delay is from 0s to 1m"),
                malformed("LOCK a delay=1", "", ErrorCode.BAD_ARGS, "delay is a duration"),
                malformed("LOCK a mode=read", "", ErrorCode.BAD_ARGS, "mode is exclusive or shared"),
                malformed("LOCK a mode=SHARED", "", ErrorCode.BAD_ARGS, "mode is exclusive or shared"),
                malformed("LOCK a permits=1", "", ErrorCode.BAD_ARGS, "permits is a whole number from 2 to 1000000"),
                malformed("LOCK a permits=1000001", "", ErrorCode.BAD_ARGS, "permits is a whole number from 2"),
                malformed("LOCK a mode=shared permits=2", "", ErrorCode.BAD_ARGS, "exclude each other"),
                malformed("LOCK a mode=exclusive permits=2", "", ErrorCode.BAD_ARGS, "exclude each other"),
                malformed("RELEASE a wait=1s", "", ErrorCode.BAD_ARGS, "RELEASE has no option wait"),
                malformed("CANCEL a", "", ErrorCode.BAD_ARGS, "a tag begins with #"),
                malformed("CANCEL \"\"", "", ErrorCode.BAD_ARGS, "a tag begins with #"),
                malformed("CANCEL #", "", ErrorCode.BAD_ARGS, "a tag begins with #"),
                malformed("CANCEL #abcdefghijklmnopq", "", ErrorCode.BAD_ARGS, "a tag begins with #"),
                malformed("CANCEL #a #b", "", ErrorCode.BAD_ARGS, "too many values"),
                malformed("CANCEL #a req=1", "", ErrorCode.BAD_ARGS, "not both"),
                malformed("CANCEL req=0", "", ErrorCode.BAD_ARGS, "req is a whole number from 1"),
                malformed("WATCH a prefix=b", "", ErrorCode.BAD_ARGS, "a name or a prefix, not both"),
                malformed("WATCH \"\"", "", ErrorCode.BAD_ARGS, "must not be empty"),
                malformed("WATCH a b", "", ErrorCode.BAD_ARGS, "too many values"),
                malformed("WATCH prefix=" + "a".repeat(256), "", ErrorCode.BAD_ARGS, "prefix has at most 255 bytes"),
                malformed("UNWATCH", "", ErrorCode.BAD_ARGS, "UNWATCH id"),
                malformed("UNWATCH 0", "", ErrorCode.BAD_ARGS, "a whole number from 1"),
                malformed("UNWATCH x", "", ErrorCode.BAD_ARGS, "a whole number from 1"),
                malformed("UNWATCH 2147483648", "", ErrorCode.BAD_ARGS, "a whole number from 1"),
                malformed(
                        "FORCE a reason=gone", "", ErrorCode.BAD_ARGS, "say which grant, and why: FORCE name token=N"),
                malformed("FORCE a token=4", "", ErrorCode.BAD_ARGS, "say which grant, and why"),
                malformed("FORCE a token=4 reason=\" \"", "", ErrorCode.BAD_ARGS, "say which grant, and why"),
                malformed("FORCE a token=0 reason=x", "", ErrorCode.BAD_ARGS, "token is a whole number from 1"),
                malformed("FORCE a b token=4 reason=x", "", ErrorCode.BAD_ARGS, "FORCE \"a b\""),
                malformed(
                        "FORCE a token=4 reason=" + "a".repeat(256),
                        "",
                        ErrorCode.BAD_ARGS,
                        "reason has at most 255 bytes"),
                malformed(
                        "FORCE a token=4 reason=x operator=" + "a".repeat(256),
                        "",
                        ErrorCode.BAD_ARGS,
                        "operator has at most 255 bytes"),
                malformed("FORCE a token=4 reason=\"a\\nb\"", "", ErrorCode.BAD_ARGS, "control characters"),
                malformed("REMOVE", "", ErrorCode.BAD_ARGS, "REMOVE N"),
                malformed("REMOVE 2", "", ErrorCode.BAD_ARGS, "say which server, by its number, and why"),
                malformed("REMOVE x reason=gone", "", ErrorCode.BAD_ARGS, "say which server, by its number"),
                malformed("REMOVE 0 reason=gone", "", ErrorCode.BAD_ARGS, "say which server, by its number"),
                malformed("REMOVE 2147483648 reason=a", "", ErrorCode.BAD_ARGS, "say which server"),
                malformed("REMOVE 2 way=out reason=a", "", ErrorCode.BAD_ARGS, "way is exchange, replace or shrink"),
                malformed("AUDIT a", "", ErrorCode.BAD_ARGS, "too many values"),
                malformed("AUDIT limit=1001", "", ErrorCode.BAD_ARGS, "from 1 to 1000"),
                malformed("AUDIT after=-1", "", ErrorCode.BAD_ARGS, "after is a whole number from 0"),
                malformed("WHO", "", ErrorCode.BAD_ARGS, "WHO name"),
                malformed("WHO Lock 1", "", ErrorCode.BAD_ARGS, "WHO \"Lock 1\""),
                malformed("WHO a limit=0", "", ErrorCode.BAD_ARGS, "from 1 to 1000"),
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
                malformed("HELLO ttl=0s", "", ErrorCode.BAD_ARGS, "ttl is longer than 0s"),
                malformed("HELLO ttl=10", "", ErrorCode.BAD_ARGS, "ttl is a duration"),
                malformed("HELLO ttl=1000000000s", "", ErrorCode.BAD_ARGS, "ttl is a duration"),
                malformed("HELLO session=7", "", ErrorCode.BAD_ARGS, "go together"),
                malformed("HELLO key=" + KEY, "", ErrorCode.BAD_ARGS, "go together"),
                malformed("HELLO session=7 key=12", "", ErrorCode.BAD_ARGS, "32 hexadecimal"),
                malformed("HELLO session=7 key=+" + "0".repeat(31), "", ErrorCode.BAD_ARGS, "32 hexadecimal"),
                malformed("HELLO client=" + "a".repeat(256), "", ErrorCode.BAD_ARGS, "at most 255 bytes"),
                malformed("HELLO client=\"a\\nb\"", "", ErrorCode.BAD_ARGS, "control characters"),
                malformed("PING " + "a".repeat(256), "", ErrorCode.BAD_ARGS, "at most 255 bytes"),
                malformed("HELP frob", "", ErrorCode.BAD_ARGS, "no such verb"),
                malformed("FROB x", "", ErrorCode.UNKNOWN_VERB, "no verb FROB; HELP lists"),
                malformed("stauts x", "", ErrorCode.UNKNOWN_VERB, "stauts; did you mean STATUS? HELP lists"),
                malformed("HELP lokc", "", ErrorCode.BAD_ARGS, "did you mean LOCK?"),
                malformed("LOCK a wiat=1s", "", ErrorCode.BAD_ARGS, "no option wiat; did you mean wait? LOCK"),
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
    void severalNamesWhereOneIsAllowedAreExplained() {
        assertThat(Verb.LOCK.tooManyNames(List.of("Lock", "1"), 1))
                .isEqualTo("one name expected; quote names with spaces: LOCK \"Lock 1\"");
        assertThat(Verb.RELEASE.tooManyNames(List.of("Lock", "1"), 1))
                .isEqualTo("one name expected; quote names with spaces: RELEASE \"Lock 1\"");
    }

    @Test
    void onlyTheDocumentedVerbsAreKnownInWhateverCase() {
        assertThat(Verb.named("wHoAmI")).contains(Verb.WHOAMI);
        assertThat(Verb.named("WHOM")).isEmpty();
    }
}
