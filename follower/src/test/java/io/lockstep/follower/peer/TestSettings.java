package io.lockstep.follower.peer;

/** Settings without any time-out, and variations of one value. */
final class TestSettings {

    static final int NEVER = 600_000;

    private int frameMillis = NEVER;
    private int silenceMillis = NEVER;
    private int handshakeMillis = NEVER;
    private int keepAliveMillis = NEVER;
    private int backoffMillisMin = 1;
    private int wantedMillis = NEVER;
    private int queueBytesMax = 1 << 30;
    private int linksMax = 16;

    static PeerSettings patient() {
        return new TestSettings().build();
    }

    TestSettings frameMillis(int millis) {
        frameMillis = millis;
        return this;
    }

    TestSettings silenceMillis(int millis) {
        silenceMillis = millis;
        return this;
    }

    TestSettings handshakeMillis(int millis) {
        handshakeMillis = millis;
        return this;
    }

    TestSettings keepAliveMillis(int millis) {
        keepAliveMillis = millis;
        return this;
    }

    TestSettings backoffMillisMin(int millis) {
        backoffMillisMin = millis;
        return this;
    }

    TestSettings wantedMillis(int millis) {
        wantedMillis = millis;
        return this;
    }

    TestSettings queueBytesMax(int bytes) {
        queueBytesMax = bytes;
        return this;
    }

    TestSettings linksMax(int links) {
        linksMax = links;
        return this;
    }

    PeerSettings build() {
        return new PeerSettings(
                NEVER,
                handshakeMillis,
                frameMillis,
                silenceMillis,
                keepAliveMillis,
                backoffMillisMin,
                2 * backoffMillisMin,
                wantedMillis,
                queueBytesMax,
                1_024,
                linksMax);
    }
}
