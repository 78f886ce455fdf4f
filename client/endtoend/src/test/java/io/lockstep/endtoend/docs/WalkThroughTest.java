package io.lockstep.endtoend.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The walk-through of the original design's figures: two clients, one lock, three servers. */
@Tag("jdk")
class WalkThroughTest {

    @Test
    void twoClientsMeetAtOneLockOverRawSockets() throws Exception {
        try (RealCluster cluster = RealCluster.start(3);
                LineClient first = cluster.connect(1);
                LineClient second = cluster.connect(2)) {
            assertThat(first.greeting()).startsWith("* LOCKSTEP 1 ").contains(" server=1 role=");
            assertThat(second.greeting()).startsWith("* LOCKSTEP 1 ").contains(" server=2 role=");
            assertThat(first.ask("WHOAMI").option("client")).isEqualTo("50000");
            assertThat(second.ask("WHOAMI").option("client")).isEqualTo("100000");

            LineClient.Answer granted = first.ask("LOCK \"Lock 1\"");
            assertThat(granted.line()).startsWith("OK LOCK \"Lock 1\" token=");
            String token = granted.option("token");

            LineClient.Answer again = first.ask("LOCK \"Lock 2\"");
            assertThat(again.line()).startsWith("ERR ALREADY \"Lock 1\" token=" + token + " limit=1 ");

            LineClient.Answer held = second.ask("LOCK \"Lock 1\"");
            assertThat(held.line())
                    .startsWith("ERR HELD \"Lock 1\" owner=50000 ")
                    .contains(" token=" + token + " ");

            LineClient.Answer status = second.ask("STATUS \"Lock 1\"");
            assertThat(status.option("state")).isEqualTo("held");
            assertThat(status.option("owner")).isEqualTo("50000");
            assertThat(status.option("server")).isEqualTo("1");
            assertThat(status.option("address")).isEqualTo(first.ask("WHOAMI").option("address"));
            assertThat(second.ask("RELEASE \"Lock 1\"").line()).startsWith("ERR NOT_OWNER \"Lock 1\" owner=50000 ");

            LineClient.Answer released = first.ask("RELEASE \"Lock 1\"");
            assertThat(released.line()).startsWith("OK RELEASE \"Lock 1\" token=" + token + " ");
            LineClient.Answer free = second.ask("STATUS \"Lock 1\" index=" + released.option("index"));
            assertThat(free.line())
                    .startsWith("OK STATUS \"Lock 1\" state=free")
                    .endsWith("msg=\"no such lock\"");

            LineClient.Answer next = second.ask("LOCK \"Lock 1\"");
            assertThat(Long.parseLong(next.option("token"))).isGreaterThan(Long.parseLong(token));
        }
    }

    @Test
    void twoClientsMeetAtOneLockInTheShell() throws Exception {
        try (RealCluster cluster = RealCluster.start(3);
                RunningProcess first = ClientProgram.shell("127.0.0.1:" + cluster.port(1));
                RunningProcess second = ClientProgram.shell("127.0.0.1:" + cluster.port(3))) {
            first.awaitNext("connected: to 127.0.0.1:" + cluster.port(1) + " as client 50000");
            second.awaitNext("connected: to 127.0.0.1:" + cluster.port(3) + " as client 150000");

            // The verb alone asks for the name; the other client gives it on the same line.
            first.type("Lock");
            first.type("Lock 1");
            assertThat(first.awaitNext("granted: \"Lock 1\"")).contains("lock which lock?");
            first.type("lock Lock 2");
            first.awaitNext("refused: you already hold \"Lock 1\"");

            second.type("lock Lock 1");
            second.awaitNext("refused: \"Lock 1\" is held by client 50000");
            second.type("status Lock 1");
            second.awaitNext("held: \"Lock 1\" by client 50000");
            second.type("release Lock 1");
            second.awaitNext("refused: not yours: \"Lock 1\" is held by client 50000");

            first.type("Release");
            first.type("Lock 1");
            first.awaitNext("released: \"Lock 1\"");
            second.type("status Lock 1 --sync");
            second.awaitNext("free: there is no such lock \"Lock 1\"");
            second.type("lock Lock 1");
            second.awaitNext("granted: \"Lock 1\"");

            second.type("quit");
            second.awaitNext("bye: released \"Lock 1\"");
            assertThat(second.awaitExit()).isZero();
            first.endInput();
            first.awaitNext("bye");
            assertThat(first.awaitExit()).isZero();
        }
    }
}
