package io.lockstep.comparison;

import io.lockstep.comparison.Task.Work;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** An ephemeral node that is created and deleted, or asked for, in the frames of ZooKeeper's clients. */
final class ZooKeeperClient implements PeerClient {

    private static final int CREATE = 1;
    private static final int DELETE = 2;
    private static final int EXISTS = 3;
    private static final int ALL_RIGHTS = 31;
    private static final int EPHEMERAL = 1;
    private static final int NO_NODE = -101;
    private static final int SESSION_MILLIS = 30_000;
    private static final int XID_PLACE = 4;
    private static final int ERROR_PLACE = 16;

    private final ByteBuffer connect;
    private final ByteBuffer create;
    private final ByteBuffer delete;
    private final ByteBuffer exists;
    private final Work work;
    private boolean connected;
    private boolean held;
    private int xid;

    ZooKeeperClient(String path, Work work) {
        this.work = work;
        connect = frame(body -> body.putInt(0)
                .putLong(0)
                .putInt(SESSION_MILLIS)
                .putLong(0)
                .putInt(16)
                .put(new byte[16])
                .put((byte) 0));
        create = frame(body -> {
            text(body.putInt(0).putInt(CREATE), path).putInt(0).putInt(1).putInt(ALL_RIGHTS);
            text(text(body, "world"), "anyone").putInt(EPHEMERAL);
        });
        delete = frame(body -> text(body.putInt(0).putInt(DELETE), path).putInt(-1));
        exists = frame(body -> text(body.putInt(0).putInt(EXISTS), path).put((byte) 0));
    }

    private interface Body {
        void write(ByteBuffer body);
    }

    private static ByteBuffer frame(Body body) {
        ByteBuffer frame = ByteBuffer.allocateDirect(256).position(4);
        body.write(frame);
        return frame.putInt(0, frame.position() - 4).flip();
    }

    private static ByteBuffer text(ByteBuffer body, String text) {
        return body.putInt(text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public ByteBuffer next() {
        if (!connected) {
            return connect.rewind();
        }
        ByteBuffer request = work == Work.STATUS ? exists : held ? delete : create;
        xid++;
        return request.rewind().putInt(XID_PLACE, xid);
    }

    @Override
    public boolean answered(ByteBuffer received) throws IOException {
        while (received.remaining() >= 4) {
            int start = received.position();
            int length = received.getInt(start);
            if (received.remaining() < 4 + length) {
                return false;
            }
            received.position(start + 4 + length);
            if (!connected) {
                connected = true;
                return true;
            }
            if (received.getInt(start + 4) == xid) {
                requireExpected(received.getInt(start + ERROR_PLACE));
                held = work != Work.STATUS && !held;
                return true;
            }
        }
        return false;
    }

    private void requireExpected(int error) throws IOException {
        if (error != 0 && !(work == Work.STATUS && error == NO_NODE)) {
            throw new IOException("ZooKeeper answers with error " + error);
        }
    }

    @Override
    public boolean isOpen() {
        return connected;
    }

    @Override
    public boolean begins() {
        return work == Work.STATUS || held;
    }

    @Override
    public boolean atRest() {
        return xid > 0 && !held;
    }
}
