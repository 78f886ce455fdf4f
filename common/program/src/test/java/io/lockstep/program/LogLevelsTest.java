package io.lockstep.program;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a package logs can be changed while loggers exist, and a mistyped package or level changes nothing. */
class LogLevelsTest {

    private final LogLevels levels = new LogLevels();
    private final ServerLogger wire = levels.logger("io.lockstep.follower.peer.PeerWire");
    private final ServerLogger loop = levels.logger("io.lockstep.follower.server.ServerLoop");
    private final ServerLogger engine = levels.logger("com.alipay.sofa.jraft.core.NodeImpl");

    @Test
    void theEngineIsSilentUnlessEverythingIsLogged() {
        assertThat(engine.isErrorEnabled()).isFalse();
        assertThat(loop.isInfoEnabled()).isTrue();
        assertThat(loop.isDebugEnabled()).isFalse();
        levels.start(LogLevel.DEBUG);
        assertThat(engine.isDebugEnabled()).isTrue();
        assertThat(loop.isDebugEnabled()).isTrue();
    }

    @Test
    void aPackageHasALevelOfItsOwn() {
        assertThat(levels.set("follower.peer", "Debug")).isEmpty();
        assertThat(wire.isDebugEnabled()).isTrue();
        assertThat(loop.isDebugEnabled()).isFalse();
        assertThat(levels.levels()).containsEntry("follower.peer", "debug").containsEntry("all", "info");
    }

    @Test
    void theNarrowestNameCountsInWhateverOrderTheyAreSet() {
        levels.set("follower.peer.PeerWire", "error");
        levels.set("io.lockstep.follower", "debug");
        assertThat(wire.isWarnEnabled()).isFalse();
        assertThat(loop.isDebugEnabled()).isTrue();
        levels.set("follower.peer.PeerWire", "default");
        assertThat(wire.isDebugEnabled()).isTrue();
    }

    @Test
    void aLoggerThatIsMadeLaterHasTheLevelOfItsPackage() {
        levels.set("follower.peer", "off");
        assertThat(levels.logger("io.lockstep.follower.peer.Handshake").isErrorEnabled())
                .isFalse();
        assertThat(levels.logger("io.lockstep.follower.peers.Other").isErrorEnabled())
                .isTrue();
    }

    @Test
    void whatCannotBeSetChangesNothing() {
        assertThat(levels.set("follower.per", "debug")).contains("follower.per; did you mean follower.peer?");
        assertThat(levels.set("follower.peer", "loud")).contains("debug, info, warn, error or off, or default");
        assertThat(levels.set("all", "default")).contains("default is no level of all");
        assertThat(levels.levels()).hasSize(2);
    }
}
