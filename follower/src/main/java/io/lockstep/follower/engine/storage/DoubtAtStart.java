package io.lockstep.follower.engine.storage;

import io.lockstep.follower.storage.DataDirectory;
import io.lockstep.follower.storage.StorageException;
import io.lockstep.follower.storage.StorageException.Reason;
import io.lockstep.follower.trust.AcceptedLoss;
import io.lockstep.follower.trust.Doubt;
import io.lockstep.follower.trust.LogPosition;
import io.lockstep.follower.trust.Progress;
import io.lockstep.follower.trust.ProgressFile;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a server that starts may have lost entries which it acknowledged, as far as its own disk can tell. Nobody has
 * what the only voter lost, so that one goes on after a cut, and is refused if entries are known to be missing.
 *
 * @param last the last entry that is left
 * @param onlyVoter whether no other server votes
 */
record DoubtAtStart(DataDirectory data, ProgressFile progress, LogPosition last, boolean onlyVoter) {

    private static final Logger LOG = LoggerFactory.getLogger(DoubtAtStart.class);

    /** Starts or ends the doubt, durably, and tells the operator. */
    void settle(boolean acceptLoss) throws IOException {
        Progress now = progress.now();
        boolean isShort = last.compareTo(now.last()) < 0;
        if (acceptLoss) {
            accept(now, isShort);
        } else if (onlyVoter) {
            goOnAlone(now, isShort);
        } else if (now.doubt() != Doubt.NONE || isShort) {
            wait(now);
        }
    }

    private void accept(Progress now, boolean isShort) throws IOException {
        if (now.doubt() == Doubt.NONE && !isShort) {
            LOG.info("Nothing is known to be lost; --accept-loss only ignores what other servers remember");
        } else {
            LOG.warn(
                    "The operator accepts with --accept-loss that acknowledged entries behind {} (term/index) are"
                            + " lost; known before: {}. This server stands and votes",
                    last,
                    now.last());
        }
        AcceptedLoss loss =
                new AcceptedLoss(now.starts() + 1, last, last.max(now.last()), System.getProperty("user.name", ""));
        progress.store(before -> before.doubt(Doubt.NONE).loss(loss));
    }

    private void goOnAlone(Progress now, boolean isShort) throws IOException {
        if (now.doubt() == Doubt.OLD_COPY || (now.doubt() == Doubt.NONE && isShort)) {
            throw new StorageException(
                    Reason.CORRUPT,
                    "The data directory " + data.root() + " lacks entries that its server acknowledged: the log ends at"
                            + " " + last + " (term/index), and has had " + now.last() + ". This server is the only"
                            + " voter, so no other one can lead. If the rest is lost for good, start it with"
                            + " --accept-loss; locks granted since may then be granted again.");
        }
        if (now.doubt() == Doubt.CUT_LOG) {
            LOG.warn(
                    "The end of the log was unreadable and cut off. This server is the only voter and goes on from"
                            + " entry {} (term/index); the last it is known to have had is {}",
                    last,
                    now.last());
            progress.store(before -> before.doubt(Doubt.NONE));
        }
    }

    private void wait(Progress now) throws IOException {
        if (now.doubt() == Doubt.NONE) {
            LOG.warn("The log ends at entry {} (term/index), and has had {}", last, now.last());
            progress.store(before -> before.doubt(Doubt.CUT_LOG));
        }
        LOG.info(
                "This server may have lost entries that it acknowledged ({}). It neither stands nor votes until it has"
                        + " caught up with a leader",
                progress.now().doubt());
    }
}
