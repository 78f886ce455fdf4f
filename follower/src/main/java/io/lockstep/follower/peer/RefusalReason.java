package io.lockstep.follower.peer;

/**
 * The reason why a hello is refused. The numbers go over the wire and never change. A reason that says something of the
 * cluster is told only to an end that has proved the cluster's secret, and counts only with a proof.
 */
public enum RefusalReason {
    /** The two ends speak different versions of this protocol. */
    OTHER_VERSION(1, false),
    /** The address belongs to a server of another cluster. */
    OTHER_CLUSTER(2, true),
    /** A known server number with another storage id: that server lost its disk, and with it the votes it gave. */
    OTHER_STORAGE(3, true),
    /**
     * The other end has this server's own storage id: it is this server itself, or runs on a copy of its data
     * directory.
     */
    SAME_SERVER(4, true),
    /** The hello cannot be read. */
    MALFORMED(5, false),
    /** All inbound links are taken. */
    TOO_MANY_LINKS(6, false),
    /** The server was removed from the cluster. */
    REMOVED(10, true),
    /** An end joins and has no secret yet, and may not have it from the other one. */
    NO_SECRET(11, false),
    /** The two ends have different secrets, or one has none. */
    OTHER_SECRET(12, false);

    final int number;

    /** Whether it counts only from an end that has proved the cluster's secret. */
    final boolean needsProof;

    RefusalReason(int number, boolean needsProof) {
        this.number = number;
        this.needsProof = needsProof;
    }

    static RefusalReason ofNumber(int number) {
        for (RefusalReason reason : values()) {
            if (reason.number == number) {
                return reason;
            }
        }
        return MALFORMED;
    }
}
