package io.lockstep.endtoend.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.api.LockClient;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import net.javacrumbs.shedlock.core.ExtensibleLockProvider;
import net.javacrumbs.shedlock.test.support.AbstractExtensibleLockProviderIntegrationTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** ShedLock's own tests of a lock provider, and of one that extends, on a provider made of the client library. */
class ShedLockTest extends AbstractExtensibleLockProviderIntegrationTest {

    private static RealCluster cluster;
    private static LockClient client;
    private static LockstepLockProvider provider;

    @BeforeAll
    static void start() throws InterruptedException {
        cluster = RealCluster.start(3, "--locks-per-client=0");
        client = LockClient.connect(cluster.addresses(2));
        provider = new LockstepLockProvider(client);
    }

    @AfterAll
    static void stop() {
        provider.close();
        client.close();
        cluster.close();
    }

    @Override
    protected ExtensibleLockProvider getLockProvider() {
        return provider;
    }

    @Override
    protected void assertLocked(String name) {
        assertThat(state(name)).isEqualTo("held");
    }

    @Override
    protected void assertUnlocked(String name) {
        assertThat(state(name)).isEqualTo("free");
    }

    private static String state(String name) {
        try (LineClient asker = cluster.connect(1)) {
            return asker.ask("STATUS " + LineSyntax.written(name) + " read=sync")
                    .option("state");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
