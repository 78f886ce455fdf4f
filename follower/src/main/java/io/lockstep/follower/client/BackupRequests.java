package io.lockstep.follower.client;

import io.lockstep.common.entry.Backup;
import io.lockstep.common.entry.BackupHeader;
import io.lockstep.common.entry.ByteSource;
import io.lockstep.common.lock.StateImage;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.context.NodeClock;
import io.lockstep.follower.context.NodeIdentity;
import io.lockstep.follower.map.ReplicatedMap;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Handles BACKUP: sends this server's map as it was at one index, one part for each request. The client decides how
 * fast it asks, so a backup costs each turn of the loop little, and a slow client costs no memory but that of the
 * frozen map. That is why there are few backups at a time, and a forgotten one is dropped.
 */
final class BackupRequests {

    private static final int BACKUPS_MAX = 2;
    private static final long IDLE_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);

    /** In base64, 4,000 characters. */
    private static final int ROW_BYTES_MAX = 3_000;

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final NodeIdentity self;
    private final ReplicatedMap map;
    private final LocalReads localReads;
    private final NodeClock clock;
    private final Map<Conversation, UnderWay> underWay = new HashMap<>();

    BackupRequests(NodeIdentity self, ReplicatedMap map, LocalReads localReads, NodeClock clock) {
        this.self = self;
        this.map = map;
        this.localReads = localReads;
        this.clock = clock;
    }

    /** Sends the part that the request names. Part 0 begins a backup, and ends the one before on the connection. */
    void backup(ClientRequest request, Request.Backup backup) {
        if (backup.part() == 0) {
            localReads.whenAt(0, request, () -> begin(request));
        } else {
            goOn(request, backup.part());
        }
    }

    private void begin(ClientRequest request) {
        underWay.remove(request.conversation());
        if (underWay.size() >= BACKUPS_MAX) {
            request.refuse(
                    ErrorCode.LIMIT, "the bound of " + BACKUPS_MAX + " backups of a server at a time is reached");
            return;
        }
        StateImage image = map.machine().freeze();
        BackupHeader header = new BackupHeader(
                self.clusterId(),
                map.appliedIndex(),
                clock.wallMillis(),
                self.server(),
                self.program().version(),
                map.machine().lockCount(),
                image.sessions().size(),
                image.waiters().size());
        underWay.put(request.conversation(), new UnderWay(new Backup(header, image).encode(), header.index()));
        goOn(request, 0);
    }

    private void goOn(ClientRequest request, long part) {
        UnderWay backup = underWay.get(request.conversation());
        if (backup == null || backup.nextPart != part) {
            request.refuse(
                    ErrorCode.BAD_ARGS,
                    backup == null
                            ? "no backup is under way on this connection; part=0 begins one"
                            : "the next part is " + backup.nextPart + "; part=0 begins anew");
            return;
        }
        backup.nextPart++;
        backup.askedNanos = clock.nanoTime();
        byte[] bytes = backup.bytes.next();
        for (int at = 0; at < bytes.length; at += ROW_BYTES_MAX) {
            byte[] row = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + ROW_BYTES_MAX));
            request.send(request.row().value(BASE64.encodeToString(row)));
        }
        boolean more = bytes.length > 0;
        if (!more) {
            underWay.remove(request.conversation());
        }
        request.reply(request.ok(Verb.BACKUP)
                .option("part", part)
                .option("bytes", bytes.length)
                .option("more", more ? "yes" : "no")
                .option("index", backup.index));
    }

    /** Ends the backup of a connection that has closed. */
    void closed(Conversation conversation) {
        underWay.remove(conversation);
    }

    /** Ends the backups of which no part has been asked for in a long time. */
    void tick() {
        if (!underWay.isEmpty()) {
            long nowNanos = clock.nanoTime();
            underWay.values().removeIf(backup -> nowNanos - backup.askedNanos > IDLE_NANOS_MAX);
        }
    }

    private static final class UnderWay {
        final ByteSource bytes;
        final long index;
        long nextPart;
        long askedNanos;

        UnderWay(ByteSource bytes, long index) {
            this.bytes = bytes;
            this.index = index;
        }
    }
}
