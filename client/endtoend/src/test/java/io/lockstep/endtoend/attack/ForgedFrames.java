package io.lockstep.endtoend.attack;

import io.lockstep.common.secret.ClusterSecret;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.PeerConnection;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Links to the ports for servers that send forged frames: before they have said anything, after the first half of the
 * handshake, and behind a whole one, as a server that joins and as server 99. On the loopback address a cluster hands
 * its secret to whoever joins, so a stranger there can do all that.
 *
 * @param links that are open at the same time
 * @param frames that each of them sends
 */
record ForgedFrames(ForgedFrame frame, int links, int frames) implements Attack {

    /** How a link begins. */
    private enum Beginning {
        SAYS_NOTHING,
        IS_CHALLENGED,
        JOINS,
        IS_SERVER_99
    }

    /** Ends a link. */
    private static final byte[] NO_FRAME = {-1, -1, -1, -1, 0, 0, 0, 0};

    @Override
    public void run(Target target, Tally got) throws IOException {
        long numbers = 0;
        while (!target.timeIsUp()) {
            for (int port : target.peerPorts()) {
                ClusterSecret secret = handedOut(port);
                ForgedFrame.Known known = known(target, port);
                List<PeerConnection> open = new ArrayList<>();
                for (int i = 0; i < links; i++) {
                    open.add(new PeerConnection(port));
                    send(open.get(i), secret, known, ++numbers, got);
                }
                for (PeerConnection link : open) {
                    readToTheEnd(link, got);
                }
            }
        }
    }

    private static ForgedFrame.Known known(Target target, int peerPort) throws IOException {
        try (LineClient client = new LineClient(target.port())) {
            LineClient.Answer info = client.ask("INFO");
            long term = Long.parseLong(info.fact("term"));
            long index = Long.parseLong(info.fact("index"));
            return new ForgedFrame.Known(info.fact("cluster"), "127.0.0.1:" + peerPort, term, index);
        }
    }

    private static ClusterSecret handedOut(int port) throws IOException {
        try (PeerConnection joining = new PeerConnection(port)) {
            byte[] challenge = joining.challenge(true).body();
            byte[] secret = Arrays.copyOfRange(challenge, 2 * PeerConnection.NONCE_BYTES, challenge.length);
            return ClusterSecret.of(secret).orElseThrow(() -> new IOException("the secret is not handed out"));
        }
    }

    private void send(PeerConnection link, ClusterSecret secret, ForgedFrame.Known known, long number, Tally got)
            throws IOException {
        try {
            begin(link, Beginning.values()[(int) (number % Beginning.values().length)], secret, known, number, got);
            for (int i = 0; i < frames; i++) {
                link.send(frame.bytes(known, number + i));
            }
            if (frame != ForgedFrame.ANNOUNCEMENT) {
                link.send(NO_FRAME);
            }
        } catch (SocketTimeoutException silent) {
            throw silent;
        } catch (IOException closed) {
            got.count("closed meanwhile");
        }
    }

    private static void begin(
            PeerConnection link,
            Beginning beginning,
            ClusterSecret secret,
            ForgedFrame.Known known,
            long number,
            Tally got)
            throws IOException {
        String storage = "stranger-" + number;
        switch (beginning) {
            case SAYS_NOTHING -> {}
            case IS_CHALLENGED -> got.count(kind(link.challenge(false)));
            case JOINS -> got.count(kind(link.join(secret, PeerConnection.hello("", 0, storage, number))));
            case IS_SERVER_99 ->
                got.count(kind(link.join(secret, PeerConnection.hello(known.cluster(), 99, storage, number))));
        }
    }

    private static void readToTheEnd(PeerConnection link, Tally got) throws IOException {
        try (link) {
            PeerConnection.Frame answer = link.read();
            while (answer != null) {
                got.count(kind(answer));
                answer = link.read();
            }
            got.count("closed");
        }
    }

    private static String kind(PeerConnection.@Nullable Frame frame) {
        if (frame == null) {
            return "nothing";
        }
        return switch (frame.kind()) {
            case PeerConnection.WELCOME -> "WELCOME";
            case PeerConnection.REFUSED -> "REFUSED";
            case PeerConnection.CHALLENGE -> "CHALLENGE";
            case ForgedFrame.RESPONSE -> "RESPONSE";
            case ForgedFrame.FAILED -> "FAILED";
            case ForgedFrame.NODE_MESSAGE -> "message " + frame.body()[0];
            default -> "frame " + frame.kind();
        };
    }
}
