package io.lockstep.common.record;

import io.lockstep.common.command.LockEvent.Ending;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The bytes of one grant in the history: their number and that of the name in two bytes each, the name, numbers of
 * fixed length, the label with its length, and the address, which is the rest.
 */
final class PastGrantForm {

    private static final int LENGTH_BYTES = 2;
    private static final int HEAD_BYTES = 2 * LENGTH_BYTES;
    private static final int NUMBERS_BYTES = 6 * Long.BYTES + 3 * Integer.BYTES + 1;
    private static final int BYTES_MIN = HEAD_BYTES + 1 + NUMBERS_BYTES + LENGTH_BYTES;

    /** Snapshots have their places, so these stay. */
    private static final List<Ending> ENDINGS = List.of(Ending.RELEASE, Ending.CLOSED, Ending.EXPIRED, Ending.FORCED);

    private PastGrantForm() {}

    static byte[] encode(PastGrant past) {
        byte[] name = past.name().text().getBytes(StandardCharsets.UTF_8);
        byte[] label = past.label().getBytes(StandardCharsets.UTF_8);
        byte[] address = past.clientAddress().getBytes(StandardCharsets.UTF_8);
        int length = HEAD_BYTES + name.length + NUMBERS_BYTES + LENGTH_BYTES + label.length + address.length;
        return ByteBuffer.allocate(length)
                .putShort((short) length)
                .putShort((short) name.length)
                .put(name)
                .putLong(past.number())
                .putLong(past.token())
                .putLong(past.sinceWallMillis())
                .putLong(past.untilWallMillis())
                .putLong(past.heldMillis())
                .putLong(past.waitedMillis())
                .putInt(past.clientId())
                .putInt(past.mode().holdersMax())
                .putInt(past.waiting())
                .put((byte) ENDINGS.indexOf(past.ending()))
                .putShort((short) label.length)
                .put(label)
                .put(address)
                .array();
    }

    /** Reads the grant at the buffer's position, and moves it behind. */
    static PastGrant decode(ByteBuffer in) {
        int end = in.position() + unsigned(in.getShort());
        LockName name = new LockName(text(in, unsigned(in.getShort())));
        long number = in.getLong();
        long token = in.getLong();
        long since = in.getLong();
        long until = in.getLong();
        long held = in.getLong();
        long waited = in.getLong();
        int clientId = in.getInt();
        LockMode mode = new LockMode(in.getInt());
        int waiting = in.getInt();
        Ending ending = ENDINGS.get(in.get());
        String label = text(in, unsigned(in.getShort()));
        String address = text(in, end - in.position());
        return new PastGrant(
                number, name, mode, token, clientId, label, address, since, until, held, waited, ending, waiting);
    }

    private static String text(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int unsigned(short length) {
        return length & 0xFFFF;
    }

    static int length(ByteBuffer in, int at) {
        return unsigned(in.getShort(at));
    }

    static boolean isNamed(ByteBuffer in, int at, byte[] name) {
        if (unsigned(in.getShort(at + LENGTH_BYTES)) != name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (in.get(at + HEAD_BYTES + i) != name[i]) {
                return false;
            }
        }
        return true;
    }

    static long number(ByteBuffer in, int at) {
        return in.getLong(numbers(in, at));
    }

    static long untilWallMillis(ByteBuffer in, int at) {
        return in.getLong(numbers(in, at) + 3 * Long.BYTES);
    }

    private static int numbers(ByteBuffer in, int at) {
        return at + HEAD_BYTES + unsigned(in.getShort(at + LENGTH_BYTES));
    }

    /** Returns whether there is a grant of the right form at this place. */
    static boolean isWhole(ByteBuffer in, int at) {
        int room = in.limit() - at;
        if (room < BYTES_MIN || length(in, at) < BYTES_MIN || length(in, at) > room) {
            return false;
        }
        int nameLength = unsigned(in.getShort(at + LENGTH_BYTES));
        if (BYTES_MIN - 1 + nameLength > length(in, at)) {
            return false;
        }
        int labelAt = numbers(in, at) + NUMBERS_BYTES;
        int endingAt = labelAt - 1;
        int modeAt = endingAt - 2 * Integer.BYTES;
        return labelAt + LENGTH_BYTES + unsigned(in.getShort(labelAt)) <= at + length(in, at)
                && in.get(endingAt) >= 0
                && in.get(endingAt) < ENDINGS.size()
                && LockMode.isMode(in.getInt(modeAt))
                && LockName.flawOf(text(in.duplicate().position(at + HEAD_BYTES), nameLength))
                        .isEmpty();
    }
}
