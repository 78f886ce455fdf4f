package io.lockstep.follower.trust;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The binary form of a {@link DiskReport}, as a part of a hello. */
public final class DiskReportCodec {

    private static final int HISTORIES_MAX = 64;

    private DiskReportCodec() {}

    /** Writes {@code report}. */
    public static void write(DataOutputStream output, DiskReport report) throws IOException {
        output.writeLong(report.starts());
        write(output, report.last());
        output.writeBoolean(report.lossAccepted());
        output.writeShort(report.remembered().size());
        for (ServerHistory history : report.remembered()) {
            output.writeInt(history.server());
            output.writeUTF(history.storageId());
            output.writeLong(history.starts());
            output.writeLong(history.incarnation());
            write(output, history.earlier());
            write(output, history.last());
        }
    }

    private static void write(DataOutputStream output, LogPosition position) throws IOException {
        output.writeLong(position.term());
        output.writeLong(position.index());
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if it is something else
     */
    public static DiskReport read(DataInputStream input) throws IOException {
        long starts = input.readLong();
        LogPosition last = readPosition(input);
        boolean lossAccepted = input.readBoolean();
        int count = input.readUnsignedShort();
        if (count > HISTORIES_MAX) {
            throw new IOException("a report that remembers " + count + " servers");
        }
        List<ServerHistory> remembered = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            remembered.add(new ServerHistory(
                    input.readInt(),
                    input.readUTF(),
                    input.readLong(),
                    input.readLong(),
                    readPosition(input),
                    readPosition(input)));
        }
        return new DiskReport(starts, last, lossAccepted, remembered);
    }

    private static LogPosition readPosition(DataInputStream input) throws IOException {
        return new LogPosition(input.readLong(), input.readLong());
    }
}
