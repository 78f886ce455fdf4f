package io.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.entry.Backup;
import io.lockstep.common.entry.ByteSource;
import io.lockstep.common.lock.Grant;
import io.lockstep.common.lock.LockStateMachine;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** BACKUP at a server of a whole cluster. */
class BackupTest {

    private final SmallCluster cluster = new SmallCluster(7);

    @Test
    void aBackupIsTheMapAtItsIndexHoweverMuchChangesMeanwhile() {
        SmallCluster.Client holder = cluster.client(cluster.leader(), "HELLO ttl=600s client=anna", "LOCK a");
        SmallCluster.Client operator = cluster.client(cluster.follower(), "STATUS a read=sync");
        String first = operator.ask("BACKUP");
        assertThat(first).startsWith("OK BACKUP part=0 bytes=8 more=yes index=");
        long index = Long.parseLong(first.replaceAll(".*index=", ""));
        holder.ask("RELEASE a");
        holder.ask("LOCK b");
        operator.ask("STATUS b read=sync");
        Backup backup = decoded(operator, first);
        assertThat(backup.header().index()).isEqualTo(index);
        assertThat(backup.header().clusterId()).isEqualTo("cluster");
        assertThat(backup.header().locks()).isEqualTo(1);
        LockStateMachine machine = LockStateMachine.restore(backup.image());
        assertThat(machine.held("", "", 10))
                .singleElement()
                .satisfies(lock -> assertThat(lock.name().text()).isEqualTo("a"));
        assertThat(backup.image().sessions())
                .filteredOn(session -> session.label().equals("anna"))
                .singleElement()
                .satisfies(session ->
                        assertThat(session.locks()).extracting(Grant::token).containsExactly(1L));
    }

    @Test
    void partsComeInTurnAndPartZeroBeginsAnew() {
        SmallCluster.Client operator = cluster.client(cluster.follower(), "PING");
        assertThat(operator.ask("BACKUP part=1")).startsWith("ERR BAD_ARGS ").contains("part=0 begins one");
        String first = operator.ask("BACKUP part=0");
        assertThat(operator.ask("BACKUP part=2")).startsWith("ERR BAD_ARGS ").contains("the next part is 1");
        String again = operator.ask("BACKUP part=0");
        assertThat(again.replaceAll("index=.*", "")).isEqualTo(first.replaceAll("index=.*", ""));
        operator.lines.removeIf(line -> line.startsWith("- "));
        String third = operator.ask("BACKUP");
        assertThat(decoded(operator, third).header().server()).isPositive();
        assertThat(operator.ask("BACKUP part=1")).startsWith("ERR BAD_ARGS ");
    }

    @Test
    void thereAreFewAtATimeAndAForgottenOneIsDropped() {
        SmallCluster.Client one = cluster.client(cluster.follower(), "BACKUP");
        SmallCluster.Client two = cluster.client(cluster.follower(), "BACKUP");
        SmallCluster.Client three = cluster.client(cluster.follower(), "PING");
        assertThat(three.ask("BACKUP")).startsWith("ERR LIMIT ");
        for (int i = 0; i < 3; i++) {
            cluster.pass(15_000_000);
            two.ask("BACKUP");
        }
        assertThat(three.ask("BACKUP")).startsWith("OK BACKUP part=0 ");
        assertThat(one.ask("BACKUP part=1")).startsWith("ERR BAD_ARGS ");
    }

    /** Asks for the other parts, and decodes all. */
    private static Backup decoded(SmallCluster.Client operator, String firstReply) {
        String reply = firstReply;
        for (int part = 1; reply.contains(" more=yes "); part++) {
            reply = operator.ask("BACKUP part=" + part);
        }
        List<String> rows =
                operator.lines.stream().filter(line -> line.startsWith("- ")).toList();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        rows.forEach(row -> all.writeBytes(Base64.getUrlDecoder().decode(row.substring(2))));
        return Backup.decode(ByteSource.of(all.toByteArray()));
    }
}
