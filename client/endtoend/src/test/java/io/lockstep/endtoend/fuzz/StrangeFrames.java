package io.lockstep.endtoend.fuzz;

import io.lockstep.endtoend.cluster.PeerConnection;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Frames for the port for servers: real ones, real ones with bytes changed under a right or a wrong checksum, frames of
 * random kind and content, announced lengths without content, and noise.
 */
final class StrangeFrames {

    private static final int REQUEST = 4;
    private static final int NODE_MESSAGE = 7;
    private static final int KINDS = 13;
    private static final int JOIN = 9;
    private static final int BODY_BYTES_MAX = 200;

    /** Bodies of messages of a node, as servers have sent them: forwards, reads, reports, doubts, members, answers. */
    private static final List<byte[]> MESSAGES = List.of(
            hex("01010101020503010101"),
            hex("0501010101"),
            hex("070101020101020a0014020103"),
            hex("0c020203"),
            hex("0d0201016102016201"),
            hex("0a0163" + "02"),
            hex("030101020301"));

    /** Bodies of requests of the engine: term 1 of server 2 in the group, and commit indexes. */
    private static final List<byte[]> REQUESTS = List.of(
            hex("0a086c6f636b73746570120d3132372e302e302e313a39313031"),
            hex("0a086c6f636b737465701a0b3132372e302e302e313a3928ffffffffffffffff7f3001"),
            hex("0a086c6f636b7374657020ffffffffffffffff7f3800"));

    private static final List<String> BAD_ADDRESSES =
            List.of("", "x", ":1", "0.0.0.0:9", "[::]:9", "224.0.0.1:9", "a b:9", "h:0", "h:99999", "h".repeat(300));

    private final SplittableRandom random;

    StrangeFrames(SplittableRandom random) {
        this.random = random;
    }

    /** The next frame of an end that has proved the secret, or of one that has not. */
    byte[] next() {
        return switch (random.nextInt(10)) {
            case 0 -> noise(1 + random.nextInt(BODY_BYTES_MAX));
            case 1 -> announced();
            case 2 -> framed(random.nextInt(KINDS), noise(random.nextInt(BODY_BYTES_MAX)));
            case 3 -> framed(NODE_MESSAGE, badJoin());
            case 4 -> strange(framed(NODE_MESSAGE, one(MESSAGES)));
            case 5 -> framed(NODE_MESSAGE, one(MESSAGES));
            case 6 -> framed(REQUEST, one(REQUESTS));
            case 7 -> framed(REQUEST, mutated(one(REQUESTS)));
            default -> framed(NODE_MESSAGE, mutated(one(MESSAGES)));
        };
    }

    byte[] opening(byte[] body) {
        byte[] changed = random.nextBoolean() ? mutated(body) : body;
        return PeerConnection.frame(PeerConnection.OPENING, 0, 0, changed);
    }

    byte[] hello(byte[] body) {
        byte[] changed = random.nextInt(4) > 0 ? mutated(body) : body;
        return PeerConnection.frame(PeerConnection.HELLO, 0, 0, changed);
    }

    /** The frame, or one with bytes changed that has the old checksum. */
    byte[] strange(byte[] frame) {
        return random.nextInt(3) == 0 ? mutated(frame) : frame;
    }

    /** With a right checksum. Never a join that a cluster could take: one that knows the secret may add servers. */
    private byte[] framed(int kind, byte[] body) {
        boolean joins = kind == NODE_MESSAGE && body.length > 0 && body[0] == JOIN;
        byte[] harmless = joins ? badJoin() : body;
        return PeerConnection.frame(kind, random.nextInt(3), random.nextInt(17), harmless);
    }

    private byte[] announced() {
        int length = random.nextBoolean() ? random.nextInt() : random.nextInt(5 << 20);
        return ByteBuffer.allocate(12).putInt(length).putLong(random.nextLong()).array();
    }

    private byte[] badJoin() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(JOIN);
        write(bytes, "storage-" + random.nextInt());
        write(bytes, one(BAD_ADDRESSES));
        write(bytes, one(BAD_ADDRESSES));
        bytes.write(random.nextInt(3));
        write(bytes, "1.0.0");
        bytes.write(random.nextInt(3));
        return bytes.toByteArray();
    }

    private static void write(ByteArrayOutputStream bytes, String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        int length = encoded.length;
        if (length > 127) {
            bytes.write((length & 127) | 128);
            length >>= 7;
        }
        bytes.write(length);
        bytes.writeBytes(encoded);
    }

    private byte[] mutated(byte[] whole) {
        byte[] changed = whole.clone();
        for (int i = 1 + random.nextInt(4); i > 0 && changed.length > 0; i--) {
            int at = random.nextInt(changed.length);
            switch (random.nextInt(4)) {
                case 0 -> changed[at] = (byte) random.nextInt(256);
                case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> changed = spliced(changed, at, at + 1 + random.nextInt(changed.length - at), new byte[0]);
                default -> changed = spliced(changed, at, at, noise(random.nextInt(8)));
            }
        }
        return changed;
    }

    private static byte[] spliced(byte[] whole, int from, int to, byte[] between) {
        return ByteBuffer.allocate(from + between.length + whole.length - to)
                .put(whole, 0, from)
                .put(between)
                .put(whole, to, whole.length - to)
                .array();
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
