package io.lockstep.follower.engine.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lockstep.follower.log.LogOwner;
import io.lockstep.follower.log.RecoveryReport;
import io.lockstep.follower.storage.Identity;
import io.lockstep.follower.trust.Doubt;
import io.lockstep.follower.trust.LogPosition;
import io.lockstep.follower.trust.Progress;
import io.lockstep.follower.trust.ProgressFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.LongFunction;

/** Keeps this server's {@link Progress} in step with its log. */
final class StoredLogOwner implements LogOwner {

    private final long id;
    private final ProgressFile progress;
    private final LongFunction<LogPosition> positionOf;

    /** @param positionOf the entry of an index, with its term */
    StoredLogOwner(Identity identity, ProgressFile progress, LongFunction<LogPosition> positionOf) {
        this.id = id(identity);
        this.progress = progress;
        this.positionOf = positionOf;
    }

    /** What a log of this server has in every segment. */
    static long id(Identity identity) {
        try {
            String text = identity.clusterId() + "/" + identity.storageId();
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public long segmentsBegun() {
        return progress.now().segment();
    }

    @Override
    public void begun(long segment) throws IOException {
        progress.store(before -> before.segment(segment));
    }

    @Override
    public void cutting(RecoveryReport found) throws IOException {
        progress.store(before -> before.doubt() == Doubt.NONE ? before.doubt(Doubt.CUT_LOG) : before);
    }

    @Override
    public void dropping(long last) throws IOException {
        if (progress.now().last().index() > last) {
            LogPosition left = positionOf.apply(last);
            progress.store(before -> before.at(before.term(), left, before.snapshot()));
        }
    }
}
