package io.lockstep.comparison;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One call of gRPC as the frames of HTTP/2, made once and sent many times, each time as another stream. */
final class GrpcCall {

    private static final int FRAME_HEAD = 9;
    private static final int STREAM_PLACE = 5;
    private static final int HEADERS = 1;
    private static final int DATA = 0;
    private static final int END_HEADERS = 4;
    private static final int END_STREAM = 1;

    private final ByteBuffer frames;
    private final int dataPlace;

    GrpcCall(String path, byte[] message) {
        byte[] headers = headers(path);
        frames = ByteBuffer.allocateDirect(2 * FRAME_HEAD + headers.length + 5 + message.length);
        frame(frames, headers.length, HEADERS, END_HEADERS, 0).put(headers);
        dataPlace = frames.position();
        frame(frames, 5 + message.length, DATA, END_STREAM, 0);
        frames.put((byte) 0).putInt(message.length).put(message).flip();
    }

    /** Writes the head of a frame. */
    static ByteBuffer frame(ByteBuffer to, int length, int type, int flags, int stream) {
        return to.put((byte) (length >> 16))
                .putShort((short) length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream);
    }

    /** The headers in the form of HPACK that needs no table. */
    private static byte[] headers(String path) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0x83); // :method POST
        block.write(0x86); // :scheme http
        block.write(0x04); // :path
        text(block, path);
        block.write(0x01); // :authority
        text(block, "127.0.0.1");
        block.write(0x0f); // content-type
        block.write(0x10);
        text(block, "application/grpc");
        block.write(0x00);
        text(block, "te");
        text(block, "trailers");
        return block.toByteArray();
    }

    private static void text(ByteArrayOutputStream block, String text) {
        block.write(text.length());
        block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The frames of the call as this stream. */
    ByteBuffer as(int stream) {
        return frames.putInt(STREAM_PLACE, stream)
                .putInt(dataPlace + STREAM_PLACE, stream)
                .rewind();
    }
}
