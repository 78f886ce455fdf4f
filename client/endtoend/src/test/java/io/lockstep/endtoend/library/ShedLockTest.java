package io.lockstep.endtoend.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.api.LockClient;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.SharedCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import net.javacrumbs.shedlock.core.ExtensibleLockProvider;
import net.javacrumbs.shedlock.test.support.AbstractExtensibleLockProviderIntegrationTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Runs ShedLock's own tests for extensible lock providers on a provider that uses the library. */
class ShedLockTest extends AbstractExtensibleLockProviderIntegrationTest {

    @SharedCluster(flags = "--locks-per-client=0")
    static RealCluster cluster;

    private static LockClient client;
    private static LockstepLockProvider provider;

    @BeforeAll
    static void start() throws InterruptedException {

        client = LockClient.connect(cluster.addresses(2));
        provider = new LockstepLockProvider(client);
    }

    @AfterAll
    static void stop() {
        provider.close();
        client.close();
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
