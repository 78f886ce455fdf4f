package io.lockstep.client.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Reply;
import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "OK LOCK \"Lock 1\" token=42 index=7 | granted: \"Lock 1\" token 42",
                "OK RELEASE a token=42 index=8 | released: \"a\"",
                "OK STATUS a state=free index=8 msg=\"no such lock\" | free: there is no such lock \"a\"",
                "OK STATUS a state=held owner=50000 address=127.0.0.1:4444 server=2 token=42"
                        + " since=2026-01-01T00:00:00Z held=12s"
                        + " | held: \"a\" by client 50000 at 127.0.0.1:4444 on server 2 for 12s,"
                        + " since 2026-01-01T00:00:00Z, token 42",
                "OK STATUS a state=held owner=50000 label=\"ann@db1[7] nightly\" token=42 mode=shared permits=3 held=2s"
                        + " holders=2 waiting=5 | held: \"a\" by client 50000 (ann@db1[7] nightly) for 2s, token 42,"
                        + " semaphore of 3, holders: 2, waiting: 5",
                "OK STATUS a state=delayed remaining=3s"
                        + " | delayed: \"a\" is held by nobody, and blocked for another 3s",
                "OK LOCK a \"b c\" token=42 index=7 | granted: \"a\", \"b c\" token 42",
                "OK FORCE a token=42 index=7 | released: \"a\" by force, token 42",
                "OK WHOAMI client=50000 session=7 server=1 address=1.2.3.4:5 ttl=10s locks=1 waiting=2 label=me"
                        + " | client 50000 at 1.2.3.4:5 on server 1, session 7, lease 10s, holding 1 lock,"
                        + " waiting for 2 locks, known as \"me\"",
                "OK WHOAMI client=50000 session=7 server=1 address=1.2.3.4:5 ttl=10s locks=1"
                        + " | client 50000 at 1.2.3.4:5 on server 1, session 7, lease 10s, holding 1 lock",
                "OK REMOVE server=2 done=yes index=9 | removed: server 2",
                "OK REMOVE server=2 done=no index=9 | leaving: server 2 is to be removed",
                "OK PONG | pong",
                "OK SOMETHING-NEW x | done",
            })
    void whatWasDoneIsSaidInOneSentence(String reply, String text) {
        assertThat(AnswerText.of(reply(reply))).containsExactly(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ERR HELD \"Lock 1\" owner=50000 address=127.0.0.1:4444 server=2 token=41 held=12s index=9 msg=x"
                        + " | 75 | refused: \"Lock 1\" is held by client 50000 at 127.0.0.1:4444 on server 2 for 12s",
                "ERR ALREADY \"Lock 1\" token=41 limit=1 | 75 | refused: you already hold \"Lock 1\" (token 41)",
                "ERR ALREADY b token=41 limit=2 | 75"
                        + " | refused: you already hold \"b\" (token 41), and a client may hold 2 locks;"
                        + " release it first",
                "ERR NOT_HELD \"Lock 1\" index=9 | 1 | refused: nobody holds \"Lock 1\"",
                "ERR NOT_OWNER a owner=50000 | 1 | refused: not yours: \"a\" is held by client 50000",
                "ERR STALE_TOKEN a token=43 | 1 | refused: \"a\" is held under token 43, not the one you gave",
                "ERR BAD_ARGS msg=\"say it so\" | 65 | error: say it so",
                "ERR BAD_ARGS limit=1 msg=\"quote it\" | 65 | refused: a client of this cluster may hold 1 lock, not 1"
                        + " together; a cluster founded with --locks-per-client allows more",
                "ERR TIMEOUT a owner=50000 held=12s msg=x | 75"
                        + " | refused: timed out; \"a\" is held by client 50000 for 12s",
                "ERR BUSY msg=\"too much pending\" | 69 | unavailable: too much pending; nothing was done",
                "ERR OUTCOME_UNKNOWN msg=\"no answer\" | 74"
                        + " | unknown: the request may or may not have been done (no answer);"
                        + " check with: status \"Lock 1\"",
                "ERR SESSION_EXPIRED msg=x | 76 | lost: the session has ended, and its locks with it",
                "ERR OF_TOMORROW msg=\"who knows\" | 1 | error: OF_TOMORROW who knows",
            })
    void whatWasNotDoneSaysWhyAndHasItsExitStatus(String line, int exitCode, String text) {
        Failure failure = Failure.of(Call.of(Verb.LOCK, "Lock 1"), new CallOutcome.Answered(reply(line)))
                .orElseThrow();
        assertThat(failure.text()).isEqualTo(text);
        assertThat(failure.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void aRefusalAsJsonNamesTheHolder() {
        Reply held = reply("ERR HELD \"Löck \\\"1\\\"\" owner=50000 address=1.2.3.4:5 token=41 held=2s msg=x");
        Failure failure = Failure.of(Call.of(Verb.LOCK, "x"), new CallOutcome.Answered(held))
                .orElseThrow();
        assertThat(failure.json())
                .startsWith(
                        "{\"error\":\"HELD\",\"owner\":50000,\"address\":\"1.2.3.4:5\",\"token\":41,\"held_ms\":2000,"
                                + "\"name\":\"Löck \\\"1\\\"\",\"msg\":\"");
    }

    @Test
    void jsonIsOneObjectALineWithNumbersAsNumbers() {
        assertThat(AnswerJson.of(reply("OK LOCK \"42\" token=42 index=7")))
                .containsExactly("{\"name\":\"42\",\"token\":42,\"index\":7}");
        assertThat(AnswerJson.of(reply("- a owner=50000 token=42", "- b owner=50001 token=43", "OK LIST n=2")))
                .containsExactly(
                        "{\"name\":\"a\",\"owner\":50000,\"token\":42}",
                        "{\"name\":\"b\",\"owner\":50001,\"token\":43}");
        assertThat(AnswerJson.of(reply("- version=1.0.0", "- index=5", "OK INFO")))
                .containsExactly("{\"version\":\"1.0.0\",\"index\":5}");
    }

    @Test
    void aListSaysThatMoreWouldFollow() {
        assertThat(AnswerText.of(reply("- a owner=50000 token=42 held=3s", "OK LIST n=1 more=yes")))
                .containsExactly(
                        "NAME  TOKEN  CLIENT  HELD  MODE  WAITING  LABEL",
                        "\"a\"   42     50000   3s    -     0        -",
                        "more follow: --after \"a\" goes on, --all lists all");
        assertThat(AnswerText.of(reply("OK LIST n=0"))).containsExactly("0 locks held");
    }

    @Test
    void whoShowsHoldersAndTheLineInTheirOrder() {
        Reply reply = reply(
                "- holder owner=50000 label=\"report@db1[4711]\" address=1.2.3.4:5 server=1 session=7 token=42"
                        + " mode=shared held=3s ttl=10s lease=8s",
                "- waiter pos=1 owner=50001 server=2 session=8 mode=exclusive waited=2s remaining=28s ttl=10s",
                "OK WHO \"Lock 1\" holders=1 waiting=1 index=9");
        assertThat(AnswerText.of(reply))
                .containsExactly(
                        "ROLE    PLACE  CLIENT  FOR  LEFT  TOKEN  MODE       LABEL",
                        "holder  -      50000   3s   8s    42     shared     report@db1[4711]",
                        "waiter  1      50001   2s   28s   -      exclusive  -",
                        "\"Lock 1\": 1 holder, 1 waiting");
        assertThat(AnswerText.of(reply, true))
                .element(2)
                .isEqualTo("waiter  1      50001   -          2       8        2s   28s   10s  -      exclusive  -");
        assertThat(AnswerJson.of(reply))
                .first()
                .asString()
                .startsWith("{\"name\":\"Lock 1\",\"role\":\"holder\",\"owner\":50000,");
        assertThat(AnswerText.of(reply("OK WHO a holders=0 waiting=0 index=9")))
                .containsExactly("free: nobody holds \"a\"; 0 waiting");
    }

    @Test
    void theHistoryShowsHoldersThenPastGrantsAndHowFarBackItGoes() {
        Reply reply = reply(
                "- holder owner=50001 address=1.2.3.4:6 server=2 token=43 mode=exclusive"
                        + " since=2026-11-23T03:14:09.017Z held=3s",
                "- past n=17 owner=50000 label=me address=1.2.3.4:5 token=42 mode=exclusive"
                        + " since=2026-11-23T03:10:01.500Z until=2026-11-23T03:14:09.017Z held=4m waited=12s"
                        + " ended=expired waiting=1",
                "OK HISTORY \"Lock 1\" n=2 index=9 complete_since=2026-11-22T00:00:00.000Z");
        assertThat(AnswerText.of(reply))
                .containsExactly(
                        "SINCE                     HELD  ENDED     WAITED  CLIENT  TOKEN  LABEL",
                        "2026-11-23T03:14:09.017Z  3s    holds it  -       50001   43     -",
                        "2026-11-23T03:10:01.500Z  240s  expired   12s     50000   42     me",
                        "\"Lock 1\": 2 grants; the history is complete since 2026-11-22T00:00:00.000Z");
        assertThat(AnswerText.of(reply, true).get(2))
                .isEqualTo("2026-11-23T03:10:01.500Z  2026-11-23T03:14:09.017Z  240s  expired   12s     1"
                        + "        50000   1.2.3.4:5  42     exclusive  me");
        assertThat(AnswerJson.of(reply).get(1))
                .startsWith("{\"name\":\"Lock 1\",\"role\":\"past\",\"n\":17,\"owner\":50000,")
                .contains("\"held_ms\":240000,\"waited_ms\":12000,\"ended\":\"expired\"");
        assertThat(AnswerText.of(reply("OK HISTORY a n=0 index=9 at=2026-11-23T03:12:00.000Z")))
                .containsExactly("\"a\" was not held at 2026-11-23T03:12:00.000Z, as far as the history goes;"
                        + " the history is complete since the cluster was founded");
        assertThat(AnswerText.of(reply("OK HISTORY a n=0 index=9 history=off")))
                .containsExactly("\"a\": 0 grants; this cluster keeps no history");
        assertThat(AnswerText.of(reply("- past n=17 token=4", "OK HISTORY a n=1 index=9 more=yes")))
                .last()
                .isEqualTo("more follow: --before 17 goes on");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "* QUEUED \"Lock 1\" pos=2 req=5 | waiting: for \"Lock 1\", at place 2",
                "* QUEUED a pos=1 req=5 holder=50001 holder_label=\"me@db1[7] nightly\""
                        + " | waiting: for \"a\", at place 1, held by client 50001 (me@db1[7] nightly)",
                "* QUEUED a owner=50001 pos=1 rev=98 watch=1 | queued: client 50001 for \"a\", at place 1",
                "* UNQUEUED a owner=50001 reason=timeout rev=99 watch=1"
                        + " | unqueued: client 50001 no longer waits for \"a\" (timeout)",
                "* GRANTED a owner=50001 token=43 mode=exclusive rev=99 watch=1"
                        + " | granted: \"a\" to client 50001, token 43, exclusive",
                "* GRANTED a owner=50001 label=\"me@db1[7]\" token=43 mode=shared rev=99 watch=1"
                        + " | granted: \"a\" to client 50001 (me@db1[7]), token 43, shared",
                "* RELEASED a owner=50001 token=43 reason=forced rev=120 watch=1"
                        + " | released: \"a\" by client 50001, token 43, by force",
                "* EXPIRED a owner=50001 token=43 rev=120 watch=1 | expired: \"a\" of client 50001, token 43",
                "* LOST a token=43 reason=forced msg=\"anna: host is gone\""
                        + " | lost: \"a\" (token 43): anna: host is gone",
                "* NEWS a | * NEWS a ",
            })
    void whatIsPushedIsSaidInOneLine(String push, String text) {
        assertThat(PushText.of(ReplyParser.parse(push).orElseThrow())
                        .orElseThrow()
                        .strip())
                .isEqualTo(text.strip());
    }

    @Test
    void anEventAsJsonSaysWhichItIs() {
        ServerLine push = ReplyParser.parse("* GRANTED a owner=50001 token=43 mode=exclusive rev=99 watch=1")
                .orElseThrow();
        assertThat(AnswerJson.push(push))
                .isEqualTo("{\"event\":\"GRANTED\",\"name\":\"a\",\"owner\":50001,\"token\":43,"
                        + "\"mode\":\"exclusive\",\"rev\":99}");
    }

    @Test
    void colourPaintsOnlyTheFirstWordAndOnlyIfWanted() {
        assertThat(Style.PLAIN.paint("granted: \"a\" token 1")).isEqualTo("granted: \"a\" token 1");
        assertThat(Style.COLOURED.paint("granted: \"a\" token 1"))
                .isEqualTo("\u001b[32mgranted\u001b[0m: \"a\" token 1");
        assertThat(Style.COLOURED.paint("client 50000 at 1:2")).isEqualTo("client 50000 at 1:2");
    }

    private static Reply reply(String... lines) {
        List<ServerLine> parsed = new ArrayList<>();
        for (String line : lines) {
            parsed.add(ReplyParser.parse(line).orElseThrow());
        }
        return new Reply(parsed.get(parsed.size() - 1), parsed.subList(0, parsed.size() - 1));
    }
}
