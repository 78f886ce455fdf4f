package io.lockstep.follower.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.follower.http.LoopConversation.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitChainsTest {

    /** A lock that this session holds and these wait for. */
    private static AwaitedLock lock(String name, int holder, int... waiters) {
        List<ServerLine> rows = new ArrayList<>(List.of(line("- holder owner=5 session=" + holder)));
        for (int waiter : waiters) {
            rows.add(line("- waiter owner=5 session=" + waiter));
        }
        return new AwaitedLock(
                line("- " + name + " waiting=" + waiters.length), new Answer(rows, line("OK WHO " + name)));
    }

    private static ServerLine line(String text) {
        return ReplyParser.parse(text).orElseThrow();
    }

    private static List<String> chains(AwaitedLock... locks) {
        return WaitChains.of(List.of(locks)).stream()
                .map(chain -> String.join(
                        " ", chain.stream().map(WaitChains.Link::lock).toList()))
                .toList();
    }

    @Test
    void aChainGoesFromTheEndOfTheLineToWhoeverDoesNotWait() {
        assertThat(chains(lock("c", 3, 4), lock("a", 1, 2), lock("b", 2, 3))).containsExactly("c b a");
    }

    @Test
    void theLongestChainComesFirstAndALockWithoutOneIsNone() {
        assertThat(chains(
                        lock("alone", 9, 8),
                        lock("y", 7, 6),
                        lock("x", 6, 5),
                        lock("a", 1, 2),
                        lock("b", 2, 3),
                        lock("c", 3, 4)))
                .containsExactly("c b a", "x y");
    }

    @Test
    void whatSeemsToBeACycleEnds() {
        assertThat(chains(lock("start", 3, 4), lock("a", 1, 2, 3), lock("b", 2, 1)))
                .containsExactly("start a b");
    }
}
