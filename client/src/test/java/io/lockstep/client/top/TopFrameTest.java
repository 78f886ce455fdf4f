package io.lockstep.client.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.connection.Reply;
import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.ServerLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a picture of the cluster shows. */
class TopFrameTest {

    private static final int HEIGHT = 24;

    private static final Map<String, String> INFO =
            Map.of("locks", "3", "sessions", "9", "index", "77", "term", "2", "server", "3", "connections", "4");

    private final List<ServerLine> locks = new ArrayList<>(List.of(
            line("- \"Lock 1\" owner=50000 token=5 held=75s mode=exclusive label=\"job@db1[7]\""),
            line("- b owner=50001 token=6 held=1500ms waiting=3"),
            line("- c owner=50002 token=7 held=2h")));

    @Test
    void thePictureFillsAScreenAndBeginsWithTheHealth() {
        List<String> lines = frame(TopOrder.WAITING, "", false, HEIGHT);
        assertThat(lines).hasSize(HEIGHT);
        assertThat(lines.get(0)).isEqualTo("server 1 leads: 2 servers, voting: 3, survives the loss of 1");
        assertThat(lines.get(1)).isEqualTo("locks 3  sessions 9  index 77  term 2  seen from server 3 (4 connections)");
        assertThat(lines.get(2)).isEqualTo("1 leader   2 follower SILENT for 12s");
        assertThat(lines.get(HEIGHT - 2)).isEqualTo("3 locks held");
        assertThat(lines.get(HEIGHT - 1)).startsWith("q quit");
    }

    @Test
    void theOrderSaysWhichLocksComeFirst() {
        assertThat(names(TopOrder.WAITING)).containsExactly("\"b\"", "\"c\"", "\"Lock 1\"");
        assertThat(names(TopOrder.HELD)).containsExactly("\"c\"", "\"Lock 1\"", "\"b\"");
        assertThat(names(TopOrder.NAME)).containsExactly("\"Lock 1\"", "\"b\"", "\"c\"");
    }

    @Test
    void locksThatDoNotFitAreCounted() {
        for (int i = 0; i < 100; i++) {
            locks.add(line("- more-" + i + " owner=60000 token=9 held=1s"));
        }
        List<String> lines = frame(TopOrder.NAME, "", false, HEIGHT);
        assertThat(lines).hasSize(HEIGHT);
        assertThat(lines.get(HEIGHT - 2)).isEqualTo("86 more locks");
        assertThat(frame(TopOrder.NAME, "", false, 3)).hasSize(3);
    }

    @Test
    void oldDataIsNeverShownAsNew() {
        List<String> lines = frame(TopOrder.NAME, "OLD: of 5 s ago. unavailable: x", true, HEIGHT);
        assertThat(lines.get(1)).isEqualTo("OLD: of 5 s ago. unavailable: x");
        assertThat(lines.get(HEIGHT - 1)).startsWith("PAUSED");
    }

    @Test
    void whatAClientCallsItselfCannotControlTheTerminal() {
        locks.set(0, line("- a owner=50000 token=5 held=1s label=\"\\u{1b}[2J\""));
        assertThat(frame(TopOrder.NAME, "", false, HEIGHT)).noneMatch(text -> text.indexOf('\u001b') >= 0);
    }

    private List<String> names(TopOrder order) {
        return frame(order, "", false, HEIGHT).subList(5, 8).stream()
                .map(text -> text.substring(0, text.indexOf("  ")))
                .toList();
    }

    private List<String> frame(TopOrder order, String stale, boolean paused, int height) {
        Reply nodes = new Reply(
                line("OK NODES n=2 voters=3 survives=1"),
                List.of(line("- server=1 role=leader"), line("- server=2 role=follower silent=12s")));
        return TopFrame.of(
                new TopView(nodes, INFO, List.copyOf(locks), false),
                new TopFrame.Look(order, "", paused, stale),
                height);
    }

    private static ServerLine line(String text) {
        return ReplyParser.parse(text).orElseThrow();
    }
}
