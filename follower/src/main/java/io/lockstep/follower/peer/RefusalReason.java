package io.lockstep.follower.peer;

/** The reason why a hello is refused. The numbers go over the wire and never change. */
public enum RefusalReason {
    /** The two ends speak different versions of this protocol. */
    OTHER_VERSION(1),
    /** The address belongs to a server of another cluster. */
    OTHER_CLUSTER(2),
    /** A known server number with another storage id: that server lost its disk, and with it the votes it gave. */
    OTHER_STORAGE(3),
    /**
     * The other end has this server's own storage id: it is this server itself, or runs on a copy of its data
     * directory.
     */
    SAME_SERVER(4),
    /** The hello cannot be read. */
    MALFORMED(5),
    /** All inbound links are taken. */
    TOO_MANY_LINKS(6),
    /** The server was removed from the cluster. */
    REMOVED(10);

    final int number;

    RefusalReason(int number) {
        this.number = number;
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
