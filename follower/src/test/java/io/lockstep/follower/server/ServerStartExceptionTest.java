package io.lockstep.follower.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.follower.engine.replication.EngineFailure.Kind;
import io.lockstep.program.ExitCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServerStartExceptionTest {

    @ParameterizedTest
    @EnumSource(Kind.class)
    void eachFailureHasItsStatusItsReasonAndARemedy(Kind kind) {
        ServerStartException reason = ServerStartException.of(kind, "the reason");
        assertThat(reason.exitCode()).isEqualTo(kind == Kind.BUG ? ExitCode.INTERNAL : ExitCode.STORAGE_FAILED);
        assertThat(reason.getMessage()).contains("the reason").containsPattern("[Ss]tart|join");
    }

    /** Only a disk that failed, or hangs, has everything that was acknowledged. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void onlyAFailedDiskIsSaidToHaveLostNothing(Kind kind) {
        boolean harmless = kind == Kind.DISK_FAILED || kind == Kind.DISK_HANGS;
        assertThat(ServerStartException.of(kind, "").getMessage().contains("What it acknowledged is on"))
                .isEqualTo(harmless);
    }
}
