package io.lockstep.follower.trust;

/**
 * The operator of this server has accepted that entries are lost, and the audit of the cluster does not have it yet.
 *
 * @param start which start on this data directory that was
 * @param kept the last entry that the server went on with
 * @param known the last entry that it is known to have had; {@code kept} if nothing is known to be lost
 * @param operator the name of the user who started the server; empty if unknown
 */
public record AcceptedLoss(long start, LogPosition kept, LogPosition known, String operator) {

    private static final int WORDS = 4;

    /** The same, where the server is also known to have had the entry at {@code position}. */
    AcceptedLoss alsoKnown(LogPosition position) {
        return new AcceptedLoss(start, kept, known.max(position), operator);
    }

    String toLine() {
        return String.join(" ", Long.toString(start), kept.toString(), known.toString(), operator);
    }

    static AcceptedLoss parse(String line) {
        String[] words = line.split(" ", WORDS);
        return new AcceptedLoss(
                Long.parseLong(words[0]), LogPosition.parse(words[1]), LogPosition.parse(words[2]), words[WORDS - 1]);
    }
}
