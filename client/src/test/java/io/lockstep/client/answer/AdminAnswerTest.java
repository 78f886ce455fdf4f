package io.lockstep.client.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.connection.Reply;
import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.ServerLine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers that operators read. */
class AdminAnswerTest {

    @Test
    void theAuditSaysWhoBrokeWhichGrantAndWhy() {
        Reply reply = reply(
                "- n=1 name=\"Lock 1\" token=42 owner=50000 label=me owner_address=1.2.3.4:5"
                        + " operator=anna from=1.2.3.4:6"
                        + " reason=\"host is gone\" at=2026-11-24T09:30:12.345Z rev=98",
                "OK AUDIT n=1 index=9");
        assertThat(AnswerText.of(reply))
                .containsExactly(
                        "N  AT                        WHAT"
                                + "                                                                    "
                                + " OPERATOR  REASON",
                        "1  2026-11-24T09:30:12.345Z  forced release of \"Lock 1\", token 42, of client 50000 (me) at"
                                + " 1.2.3.4:5  anna      host is gone",
                        "1 record");
        assertThat(AnswerJson.of(reply)).first().asString().startsWith("{\"n\":1,\"name\":\"Lock 1\",\"token\":42,");
    }

    @Test
    void theAuditHasOneFormForEveryKindOfAct() {
        Reply reply = reply(
                "- n=2 refused=AUTH times=3 server=1 from=1.2.3.4 at=T",
                "- n=3 user=anna change=\"allow lock\" operator=root from=1.2.3.4:6 at=T",
                "- n=4 server=2 way=shrink operator=root from=1.2.3.4:6 reason=dead at=T",
                "- n=5 server=2 kept=7 known=9 at=T",
                "- n=6 map_bytes=20 map_bytes_before=10 operator=root from=1.2.3.4:6 reason=more at=T",
                "- n=7 restored_cluster=c restored_index=8 at=T",
                "OK AUDIT n=6 index=9 more=yes");
        assertThat(AnswerText.of(reply, true))
                .containsExactly(
                        "N  AT  WHAT                                                               "
                                + "OPERATOR  FROM       REASON",
                        "2  T   refused AUTH, times: 3, at server 1, from 1.2.3.4                  "
                                + "-         1.2.3.4    -",
                        "3  T   user anna: allow lock                                              "
                                + "root      1.2.3.4:6  -",
                        "4  T   server 2 to be removed, way shrink                                 "
                                + "root      1.2.3.4:6  dead",
                        "5  T   server 2 went on with entries up to 7, and is known to have had 9"
                                + "  -         -          -",
                        "6  T   the lock map may take 20 bytes, before 10                          "
                                + "root      1.2.3.4:6  more",
                        "7  T   the locks were restored from a backup of cluster c at index 8      "
                                + "-         -          -",
                        "more follow: --after 7 goes on");
    }

    @Test
    void usersAreATableForPeopleAndOneObjectEachForPrograms() {
        Reply reply = reply(
                "- user=anna tokens=2 locks=10 watches=3 subject=\"CN=anna\"",
                "- user=anna right=lock prefix=app/",
                "- user=anna right=read",
                "- user=bert tokens=1",
                "OK USER n=2 index=9 more=yes");
        assertThat(AnswerText.of(reply))
                .containsExactly(
                        "USER  RIGHT  OVER        TOKENS  QUOTAS               SUBJECT",
                        "anna  lock   \"app/...\"   2       locks 10, watches 3  CN=anna",
                        "anna  read   everything  -       -                    -",
                        "bert  -      -           1       -                    -",
                        "more follow: --after bert goes on");
        assertThat(AnswerJson.of(reply))
                .containsExactly(
                        "{\"user\":\"anna\",\"tokens\":2,\"locks\":10,\"watches\":3,\"subject\":\"CN=anna\",\"rules\":["
                                + "{\"right\":\"lock\",\"prefix\":\"app/\"},{\"right\":\"read\",\"prefix\":\"\"}]}",
                        "{\"user\":\"bert\",\"tokens\":1,\"rules\":[]}");
        assertThat(AnswerJson.more(reply)).contains("\"after\":\"bert\"");
    }

    @Test
    void sessionsAreATableAndOneOfThemHasItsLocks() {
        Reply all = reply(
                "- session=7 client=50000 label=me user=anna address=1.2.3.4:5 server=1 ttl=10s lease=8s locks=2",
                "- session=9 client=50001 address=1.2.3.4:6 server=2 ttl=10s lease=9s locks=0 waiting=1",
                "OK SESSIONS n=2 index=9 more=yes after=11");
        assertThat(AnswerText.of(all))
                .containsExactly(
                        "SESSION  CLIENT  SERVER  LEFT  LOCKS  WAITING  USER  LABEL",
                        "7        50000   1       8s    2      0        anna  me",
                        "9        50001   2       9s    0      1        -     -",
                        "more follow: --after 11 goes on");
        assertThat(AnswerJson.more(all)).contains("\"after\":\"11\"");
        Reply one = reply(
                "- holds name=\"Lock 1\" token=42 mode=shared held=3s",
                "- waits name=b mode=exclusive waited=2s remaining=28s",
                "OK SESSIONS state=open session=7 client=50000 label=me address=1.2.3.4:5 server=1 ttl=10s locks=1"
                        + " waiting=1 n=2 index=9");
        assertThat(AnswerText.of(one))
                .containsExactly(
                        "ROLE   LOCK      FOR  LEFT  TOKEN  MODE",
                        "holds  \"Lock 1\"  3s   -     42     shared",
                        "waits  \"b\"       2s   28s   -      exclusive",
                        "session 7: client 50000 (me) at 1.2.3.4:5 on server 1, holding 1 lock, requests waiting: 1");
        assertThat(AnswerJson.of(one))
                .containsExactly(
                        "{\"state\":\"open\",\"session\":7,\"client\":50000,\"label\":\"me\",\"address\":\"1.2.3.4:5\","
                                + "\"server\":1,\"ttl_ms\":10000,\"locks\":1,\"waiting\":1,\"index\":9,\"holds\":["
                                + "{\"name\":\"Lock 1\",\"token\":42,\"mode\":\"shared\",\"held_ms\":3000}],\"waits\":["
                                + "{\"name\":\"b\",\"mode\":\"exclusive\",\"waited_ms\":2000,\"remaining_ms\":28000}]}");
        assertThat(AnswerText.of(reply("OK SESSIONS state=ended session=7 index=9 msg=x")))
                .containsExactly("ended: there is no session 7");
    }

    private static Reply reply(String... lines) {
        List<ServerLine> parsed = new ArrayList<>();
        for (String line : lines) {
            parsed.add(ReplyParser.parse(line).orElseThrow());
        }
        return new Reply(parsed.get(parsed.size() - 1), parsed.subList(0, parsed.size() - 1));
    }
}
