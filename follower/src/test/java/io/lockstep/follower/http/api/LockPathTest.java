package io.lockstep.follower.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LockPathTest {

    @Test
    void aSlashInANameIsEncodedAndAPlusStandsForItself() {
        assertThat(LockPath.of("app%2Fa+b%20c")).isEqualTo(new LockPath("app/a+b c", ""));
    }

    @Test
    void whatFollowsTheNextSlashIsTheAction() {
        assertThat(LockPath.of("app%2Fforce/force")).isEqualTo(new LockPath("app/force", "force"));
    }
}
