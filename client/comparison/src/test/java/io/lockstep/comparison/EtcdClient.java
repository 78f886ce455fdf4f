package io.lockstep.comparison;

import io.lockstep.comparison.Task.Work;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A key with a lease that is put if it is not there, and deleted; a lock of etcd's own lock service, which waits in
 * line; or a read at the member's own map. Over gRPC.
 */
final class EtcdClient implements PeerClient {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int FRAME_HEAD = 9;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GO_AWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int FLAG = 1;
    private static final int WINDOW_MORE = Integer.MAX_VALUE - 65_535;
    private static final int TTL_SECONDS = 60;
    private static final int GRPC_HEAD = 5;

    private final GrpcCall grant;
    private final GrpcCall lock;
    private final GrpcCall release;
    private final GrpcCall read;
    private final Work work;
    private final ByteBuffer aside = ByteBuffer.allocateDirect(256);
    private int stream = -1;
    private boolean granted;
    private boolean held;
    private boolean hasMessage;
    private boolean succeeded;

    EtcdClient(String key, long lease, Work work) {
        this.work = work;
        grant = new GrpcCall(
                "/etcdserverpb.Lease/LeaseGrant",
                new Message().number(1, TTL_SECONDS).number(2, lease).bytes());
        read = new GrpcCall(
                "/etcdserverpb.KV/Range",
                new Message().text(1, key).number(7, 1).bytes());
        if (work == Work.HAND_OVER) {
            lock = new GrpcCall(
                    "/v3lockpb.Lock/Lock",
                    new Message().text(1, key).number(2, lease).bytes());
            release = new GrpcCall(
                    "/v3lockpb.Lock/Unlock",
                    new Message().text(1, key + "/" + Long.toHexString(lease)).bytes());
        } else {
            Message absent =
                    new Message().number(1, 0).number(2, 1).text(3, key).number(5, 0);
            Message put = new Message().text(1, key).number(3, lease);
            lock = new GrpcCall(
                    "/etcdserverpb.KV/Txn",
                    new Message()
                            .part(1, absent)
                            .part(2, new Message().part(2, put))
                            .bytes());
            release = new GrpcCall(
                    "/etcdserverpb.KV/DeleteRange", new Message().text(1, key).bytes());
        }
    }

    @Override
    public ByteBuffer next() {
        stream += 2;
        hasMessage = false;
        if (!granted) {
            ByteBuffer call = grant.as(stream);
            ByteBuffer opening = ByteBuffer.allocateDirect(PREFACE.length + 2 * FRAME_HEAD + 4 + call.remaining());
            GrpcCall.frame(opening.put(PREFACE), 0, SETTINGS, 0, 0);
            GrpcCall.frame(opening, 4, WINDOW_UPDATE, 0, 0).putInt(WINDOW_MORE);
            return opening.put(call).flip();
        }
        return (work == Work.STATUS ? read : held ? release : lock).as(stream);
    }

    @Override
    public boolean answered(ByteBuffer received) throws IOException {
        boolean over = false;
        while (received.remaining() >= FRAME_HEAD) {
            int start = received.position();
            int length = (received.get(start) & 0xff) << 16 | (received.getShort(start + 1) & 0xffff);
            if (received.remaining() < FRAME_HEAD + length) {
                break;
            }
            over |= take(received, start, length);
            received.position(start + FRAME_HEAD + length);
        }
        if (over) {
            finish();
        }
        return over;
    }

    /** Takes one frame; returns whether the stream is over with it. */
    private boolean take(ByteBuffer received, int start, int length) throws IOException {
        int type = received.get(start + 3);
        int flags = received.get(start + 4);
        boolean flagged = (flags & FLAG) != 0;
        switch (type) {
            case SETTINGS -> {
                if (!flagged) {
                    GrpcCall.frame(aside, 0, SETTINGS, FLAG, 0);
                }
                return false;
            }
            case PING -> {
                if (!flagged) {
                    GrpcCall.frame(aside, length, PING, FLAG, 0).putLong(received.getLong(start + FRAME_HEAD));
                }
                return false;
            }
            case DATA -> {
                hasMessage = true;
                int message = start + FRAME_HEAD + GRPC_HEAD;
                // Of a transaction, the second field says whether its condition held.
                succeeded = Message.number(received, message, start + FRAME_HEAD + length, 2) != 0;
                return flagged;
            }
            case HEADERS -> {
                return flagged;
            }
            case RESET, GO_AWAY -> throw new IOException("etcd ends the stream, frame " + type);
            default -> {
                return false;
            }
        }
    }

    private void finish() throws IOException {
        boolean txn = work == Work.LOCK && granted && !held;
        if (!hasMessage || (txn && !succeeded)) {
            throw new IOException("etcd refuses a request");
        }
        if (!granted) {
            granted = true;
        } else {
            held = work != Work.STATUS && !held;
        }
    }

    @Override
    public ByteBuffer aside() {
        if (aside.position() == 0) {
            return null;
        }
        ByteBuffer bytes =
                ByteBuffer.allocate(aside.position()).put(aside.flip()).flip();
        aside.clear();
        return bytes;
    }

    @Override
    public boolean isOpen() {
        return granted;
    }

    @Override
    public boolean begins() {
        return work == Work.STATUS || held;
    }

    @Override
    public boolean atRest() {
        return !held;
    }
}
