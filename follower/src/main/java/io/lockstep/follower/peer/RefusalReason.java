package io.lockstep.follower.peer;

/** Why a hello is refused. The numbers go over the wire and stay. */
public enum RefusalReason {
    /** The two ends speak different versions of this protocol. */
    OTHER_VERSION(1),
    /** The address belongs to a server of another cluster. */
    OTHER_CLUSTER(2),
    /** A known server number with another storage id: that server lost its disk, and must not vote as if it remembered. */
    OTHER_STORAGE(3),
    /** The other end has this server's own number: a copy of its data directory, or this server itself. */
    SAME_SERVER(4),
    /** The hello cannot be understood. */
    MALFORMED(5),
    /** All inbound links are taken. */
    TOO_MANY_LINKS(6);

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
