package io.lockstep.tools.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.net.HostPort;
import io.lockstep.tools.history.Operation.Result;
import org.junit.jupiter.api.Test;

class ResourceTest {

    @Test
    void anOldTokenIsRejectedPerLockAlsoFromAnotherProcess() throws Exception {
        GuardedResource resource = new GuardedResource();
        try (ResourceServer server = new ResourceServer(resource);
                RemoteResource remote = new RemoteResource(new HostPort("127.0.0.1", server.port()))) {
            assertThat(remote.write("lock 1", 7)).isEqualTo(Result.OK);
            assertThat(remote.write("lock 1", 7)).isEqualTo(Result.OK);
            assertThat(resource.write("lock 1", 8)).isEqualTo(Result.OK);
            assertThat(remote.write("lock 1", 7)).isEqualTo(Result.REJECTED);
            assertThat(remote.write("lock 2", 3)).isEqualTo(Result.OK);
            assertThat(resource.accepted()).isEqualTo(4);
            assertThat(resource.rejected()).isEqualTo(1);
            assertThat(resource.highest("lock 1")).isEqualTo(8);
        }
    }
}
