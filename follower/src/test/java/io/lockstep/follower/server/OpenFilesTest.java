package io.lockstep.follower.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OpenFilesTest {

    @Test
    void clientsNeverGetTheFilesOfTheLog() throws ServerStartException {
        assertThat(OpenFiles.connectionsMax(19_000, 4_096, 128)).isEqualTo(4_096 - OpenFiles.RESERVED - 128);
    }

    @Test
    void theOperatorsBoundHoldsWhereThereIsRoom() throws ServerStartException {
        assertThat(OpenFiles.connectionsMax(100, 4_096, 128)).isEqualTo(100);
        assertThat(OpenFiles.connectionsMax(19_000, Long.MAX_VALUE, 128)).isEqualTo(19_000);
    }

    @Test
    void withoutRoomForAClientTheServerDoesNotStart() {
        assertThatThrownBy(() -> OpenFiles.connectionsMax(10, OpenFiles.RESERVED, 0))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("ulimit -n");
    }
}
