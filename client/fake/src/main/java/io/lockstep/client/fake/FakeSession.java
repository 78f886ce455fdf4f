package io.lockstep.client.fake;

import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.LineSyntax;
import java.util.HashMap;
import java.util.Map;

/** A session as a {@link FakeCluster} knows it. Used under the cluster's lock. */
final class FakeSession {

    final long number;
    final long ttlMillis;
    final String label;

    /** The answers by request number. */
    final Map<Long, String> answers = new HashMap<>();

    /** The tags under which waiting LOCKs were last sent, by request number. */
    final Map<Long, String> tags = new HashMap<>();

    FakeServer.Peer peer;
    long confirmedNanos = System.nanoTime();

    FakeSession(long number, long ttlMillis, String label, FakeServer.Peer peer) {
        this.number = number;
        this.ttlMillis = ttlMillis;
        this.label = label;
        this.peer = peer;
    }

    long clientId() {
        return 49_999 + number;
    }

    String ttl() {
        return Durations.format(ttlMillis);
    }

    String labelOption() {
        return label.isEmpty() ? "" : " label=" + LineSyntax.written(label);
    }
}
