package io.lockstep.comparison;

import java.io.IOException;
import java.nio.file.Path;

/** A lock service that Lockstep is measured beside, with its servers on ports of this machine. */
abstract class PeerService implements Contender {

    /** The first of its ports. */
    final int port;

    /** Of its data and logs. */
    final Path directory;

    final Servers servers;

    /** How many loads it has run, so that each has names of its own. */
    int runs;

    PeerService(int port, Path directory) {
        this.port = port;
        this.directory = directory;
        this.servers = new Servers(directory);
    }

    @Override
    public long memoryBytes() throws IOException {
        return servers.largestBytes();
    }

    @Override
    public void stop() throws InterruptedException {
        servers.stop();
    }
}
