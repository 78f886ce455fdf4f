package io.lockstep.common.entry;

/**
 * What a backup is of.
 *
 * @param clusterId the name of the cluster
 * @param index the backup has the effect of every entry up to this index, and of no later one
 * @param wallMillis the server's wall clock at that moment, in milliseconds since 1970; for display only
 * @param server the number of the server that made it
 * @param version of the software of that server
 * @param locks how many locks were held
 * @param sessions how many sessions were open
 * @param waiters how many requests waited for locks
 */
public record BackupHeader(
        String clusterId,
        long index,
        long wallMillis,
        int server,
        String version,
        int locks,
        int sessions,
        int waiters) {

    void write(ByteWriter out) {
        out.writeString(clusterId);
        out.writeVarint(index);
        out.writeVarint(wallMillis);
        out.writeVarint(server);
        out.writeString(version);
        out.writeVarint(locks);
        out.writeVarint(sessions);
        out.writeVarint(waiters);
    }

    static BackupHeader read(ByteReader in) {
        return new BackupHeader(
                in.readString(),
                in.readVarint(),
                in.readVarint(),
                in.readInt(),
                in.readString(),
                in.readInt(),
                in.readInt(),
                in.readInt());
    }
}
