package io.lockstep.endtoend.fuzz;

import io.lockstep.common.secret.ClusterSecret;
import io.lockstep.endtoend.cluster.PeerConnection;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.SplittableRandom;

/**
 * Sends strange frames to the port for servers: some before it has proved the cluster's secret, some after that, as a
 * server that joins and as a member that nobody knows. The first frame that a server does not like ends a connection,
 * so it makes a new one for every few frames.
 */
final class PeerStranger implements Stranger {

    private static final int FRAMES_MAX = 4;

    private final int port;
    private final ClusterSecret secret;
    private final String cluster;
    private final SplittableRandom random;
    private final StrangeFrames frames;
    private long links;

    /** @param cluster the id of the cluster, which it can have learned from a member */
    PeerStranger(int port, ClusterSecret secret, String cluster, long seed) {
        this.port = port;
        this.secret = secret;
        this.cluster = cluster;
        this.random = new SplittableRandom(seed);
        this.frames = new StrangeFrames(random);
    }

    @Override
    public void send(int inputs) throws IOException {
        int left = inputs;
        while (left > 0) {
            int count = Math.min(left, 1 + random.nextInt(FRAMES_MAX));
            sendOnce(count);
            left -= count;
        }
        requireWelcome();
    }

    private void sendOnce(int count) throws IOException {
        try (PeerConnection connection = new PeerConnection(port)) {
            switch (random.nextInt(4)) {
                case 0 -> connection.send(frames.strange(frames.opening(connection.opening(random.nextBoolean()))));
                case 1 -> {
                    connection.challenge(random.nextBoolean());
                    byte[] hello = connection.proved(secret, joining());
                    connection.send(frames.strange(frames.hello(hello)));
                }
                case 2 -> connection.join(secret, joining());
                default -> connection.join(secret, PeerConnection.hello(cluster, 99, "strange", ++links));
            }
            for (int i = 0; i < count; i++) {
                connection.send(frames.next());
            }
        } catch (SocketTimeoutException silent) {
            throw silent;
        } catch (IOException closed) {
            // It closed the connection while it was written to. Whether it runs, the next connection tells.
            return;
        }
    }

    /** The server is there, and still takes one that knows the secret. */
    private void requireWelcome() throws IOException {
        try (PeerConnection connection = new PeerConnection(port)) {
            PeerConnection.Frame answer = connection.join(secret, joining());
            if (answer == null || answer.kind() != PeerConnection.WELCOME) {
                throw new IOException("a server answers a proper hello with " + answer);
            }
        }
    }

    private byte[] joining() {
        return PeerConnection.hello("", 0, "joining-" + random.nextLong(), ++links);
    }

    @Override
    public void leave() {
        // Every connection is closed at once.
    }
}
