package io.lockstep.endtoend.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

/** Compares the locks of a cluster with what clients under load were answered. */
public final class AnsweredLocks {

    private AnsweredLocks() {}

    /**
     * Asserts at this server that every lock has the state that its client knows. At most one lock of each client is
     * uncertain.
     *
     * @param certainMin how many locks of each client are certain at least
     */
    public static void require(RealCluster cluster, int server, List<LoadClient> clients, int certainMin)
            throws Exception {
        try (LineClient other = cluster.connect(server)) {
            for (LoadClient client : clients) {
                assertThat(client.trouble()).isEmpty();
                int certain = 0;
                for (Map.Entry<String, LoadClient.LastKnown> lock :
                        client.locks().entrySet()) {
                    LineClient.Answer status = statusOf(lock.getKey(), other);
                    LoadClient.LastKnown known = lock.getValue();
                    if (known.state() == LoadClient.LockState.HELD) {
                        assertThat(status.line())
                                .contains(
                                        " state=held owner=" + client.identity().clientId() + " ")
                                .contains(" token=" + known.token() + " ");
                        certain++;
                    } else if (known.state() == LoadClient.LockState.FREE) {
                        assertThat(status.line()).contains(" state=free ");
                        certain++;
                    }
                }
                assertThat(certain).isGreaterThanOrEqualTo(client.locks().size() - 1);
                assertThat(certain).isGreaterThanOrEqualTo(certainMin);
            }
        }
    }

    /** Without a leader the read fails, and on a busy machine leadership may move at any time. */
    private static LineClient.Answer statusOf(String lock, LineClient client) throws InterruptedException {
        LineClient.Answer[] status = new LineClient.Answer[1];
        RealCluster.await("the leader confirms the status", () -> {
            status[0] = client.ask("STATUS " + lock + " read=sync");
            return status[0].ok();
        });
        return status[0];
    }
}
