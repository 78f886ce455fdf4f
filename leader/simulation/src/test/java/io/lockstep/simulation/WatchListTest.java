package io.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code WATCH list=yes} answers with the locks that are held, at the index behind which its events begin. */
class WatchListTest {

    private final SmallCluster cluster = new SmallCluster(1);

    @Test
    void rowsAreThoseOfListAtTheIndexOfTheReply() {
        cluster.client(cluster.leader(), "HELLO ttl=60s", "LOCK a1");
        cluster.client(cluster.leader(), "HELLO ttl=60s", "LOCK a2");
        cluster.client(cluster.leader(), "HELLO ttl=60s", "LOCK b1");
        SmallCluster.Client watcher = cluster.client(cluster.follower(), "STATUS a1 read=sync");
        String listed = watcher.ask("LIST prefix=a");
        List<String> rows = rows(watcher);
        assertThat(rows).hasSize(2);
        watcher.lines.clear();
        watcher.lines.add("greeted");
        String reply = watcher.ask("WATCH prefix=a list=yes");
        assertThat(rows(watcher)).isEqualTo(rows);
        assertThat(reply).isEqualTo("OK WATCH id=1 " + listed.replaceAll(".*(index=[0-9]+).*", "$1") + " n=2");
    }

    @Test
    void aNamedLockIsListedIfItIsHeld() {
        cluster.client(cluster.leader(), "HELLO ttl=60s", "LOCK held");
        SmallCluster.Client watcher = cluster.client(cluster.follower(), "STATUS held read=sync");
        assertThat(watcher.ask("WATCH free list=yes")).endsWith(" n=0");
        assertThat(rows(watcher)).isEmpty();
        assertThat(watcher.ask("WATCH held list=yes")).endsWith(" n=1");
        assertThat(rows(watcher)).singleElement().asString().startsWith("- held owner=");
    }

    @Test
    void eventsBeginBehindTheRows() {
        SmallCluster.Client watcher = cluster.client(cluster.follower(), "WATCH prefix=x list=yes");
        cluster.client(cluster.leader(), "HELLO ttl=60s", "LOCK x");
        cluster.await(() -> watcher.lines.stream().anyMatch(line -> line.startsWith("* GRANTED x ")));
        assertThat(rows(watcher)).isEmpty();
    }

    @Test
    void moreRowsThanOneReplyHasAreAnnounced() {
        IntStream.rangeClosed(1, 1_001)
                .forEach(n -> cluster.client(cluster.leader(), "HELLO ttl=600s", "LOCK many-" + n));
        SmallCluster.Client watcher = cluster.client(cluster.follower(), "STATUS many-1001 read=sync");
        assertThat(watcher.ask("WATCH list=yes")).endsWith(" n=1000 more=yes");
        assertThat(rows(watcher)).hasSize(1_000);
    }

    @Test
    void withoutListNothingIsListed() {
        cluster.client(cluster.leader(), "HELLO ttl=60s", "LOCK y");
        SmallCluster.Client watcher = cluster.client(cluster.follower(), "STATUS y read=sync");
        assertThat(watcher.ask("WATCH y")).matches("OK WATCH id=1 index=[0-9]+");
        assertThat(rows(watcher)).isEmpty();
    }

    private static List<String> rows(SmallCluster.Client client) {
        return client.lines.stream()
                .filter(line -> line.startsWith("- "))
                .map(line -> line.replaceAll(" held=[^ ]+", ""))
                .toList();
    }
}
