package io.lockstep.endtoend.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.api.LockClient;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.SharedCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
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
        try (LineClient asker = cluster.connect(1)) {
            assertThat(state(asker, name)).isEqualTo("held");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for it, as the suite has leases of a few milliseconds, and a timer of this process ends them. */
    @Override
    protected void assertUnlocked(String name) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        try (LineClient asker = cluster.connect(1)) {
            String state = state(asker, name);
            while (state.equals("held") && System.nanoTime() < deadline) {
                state = state(asker, name);
            }
            assertThat(state).isEqualTo("free");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String state(LineClient asker, String name) throws IOException {
        return asker.ask("STATUS " + LineSyntax.written(name) + " read=sync").option("state");
    }
}
