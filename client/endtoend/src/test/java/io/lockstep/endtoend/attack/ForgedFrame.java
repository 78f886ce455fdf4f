package io.lockstep.endtoend.attack;

import io.lockstep.endtoend.cluster.PeerConnection;
import java.nio.charset.StandardCharsets;

/** Frames that would harm a cluster if their sender were believed. Server 99 is unknown to it. */
enum ForgedFrame {
    /** The wish to join, from an address where no server can be. */
    JOIN {
        @Override
        byte[] bytes(Known known, long guess) {
            Encoding body =
                    new Encoding().varint(9).text("storage-of-nobody").text("x").text("x");
            return nodeMessage(body.varint(0).text("1.0.0").varint(1));
        }
    },
    /** The wish to be elected in the last of all terms. */
    VOTE {
        @Override
        byte[] bytes(Known known, long guess) {
            Encoding vote = engineHeader(known).field(4, Long.MAX_VALUE).field(5, Long.MAX_VALUE);
            return request(3, vote.field(6, Long.MAX_VALUE).field(7, 0));
        }
    },
    /** An entry that is none, committed, of a later term. */
    APPEND {
        @Override
        byte[] bytes(Known known, long guess) {
            byte[] garbage = "no entry".getBytes(StandardCharsets.UTF_8);
            Encoding entry =
                    new Encoding().field(1, known.term() + 5).field(2, 2).field(4, garbage.length);
            Encoding append = engineHeader(known).field(4, known.term() + 5).field(5, known.term());
            append.field(6, known.index()).field(7, entry.bytes()).field(8, known.index() + 1);
            return request(5, append.field(9, garbage));
        }
    },
    /** The refusal of a server that has lost its disk: whoever believes it stops. */
    REFUSAL {
        @Override
        byte[] bytes(Known known, long guess) {
            byte[] explanation = "lost".getBytes(StandardCharsets.UTF_8);
            byte[] body = new byte[3 + explanation.length];
            body[0] = 3;
            body[2] = (byte) explanation.length;
            System.arraycopy(explanation, 0, body, 3, explanation.length);
            return PeerConnection.frame(PeerConnection.REFUSED, 0, 0, body);
        }
    },
    /** A command that only a leader may give: the end of a session. */
    EXPIRY {
        @Override
        byte[] bytes(Known known, long guess) {
            Encoding forward = new Encoding().varint(1).varint(1).varint(known.term());
            return nodeMessage(
                    forward.varint(99).fixed64(1).varint(1).varint(6).varint(1).varint(1));
        }
    },
    /** The grant of a lock that is not free. */
    ANSWER {
        @Override
        byte[] bytes(Known known, long guess) {
            Encoding answered = new Encoding().varint(3).varint(guess).varint(known.index());
            return nodeMessage(answered.varint(5).varint(666));
        }
    },
    /** The announcement of the largest frame, and nothing of it. */
    ANNOUNCEMENT {
        @Override
        byte[] bytes(Known known, long guess) {
            return new byte[] {0, 0x40, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8};
        }
    };

    static final int RESPONSE = 5;
    static final int FAILED = 6;
    static final int NODE_MESSAGE = 7;

    private static final int REQUEST = 4;

    /**
     * What a stranger can know of a cluster.
     *
     * @param peerAddress of the server that gets the frame
     */
    record Known(String cluster, String peerAddress, long term, long index) {}

    /** @param guess at the number of a request that waits for an answer */
    abstract byte[] bytes(Known known, long guess);

    private static Encoding engineHeader(Known known) {
        return new Encoding().field(1, "lockstep").field(2, "127.0.0.1:9099:99").field(3, known.peerAddress());
    }

    private static byte[] request(int type, Encoding body) {
        return PeerConnection.frame(REQUEST, 1, type, body.bytes());
    }

    private static byte[] nodeMessage(Encoding body) {
        return PeerConnection.frame(NODE_MESSAGE, 0, 0, body.bytes());
    }
}
