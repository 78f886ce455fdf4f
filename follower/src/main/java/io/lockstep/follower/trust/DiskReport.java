package io.lockstep.follower.trust;

import java.util.List;

/**
 * What a server says in its hello: how far its own disk has come, and what it remembers of the other servers.
 *
 * @param starts how often it has started on this data directory, this run included
 * @param last the last entry on its disk
 * @param lossAccepted whether its operator has accepted in this run that entries are lost
 * @param remembered its memory of the others
 */
public record DiskReport(long starts, LogPosition last, boolean lossAccepted, List<ServerHistory> remembered) {

    /** The report of a server that has no data yet. */
    public static final DiskReport NONE = new DiskReport(0, LogPosition.NONE, false, List.of());

    /** Copies the list. */
    public DiskReport {
        remembered = List.copyOf(remembered);
    }
}
