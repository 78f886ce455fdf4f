package io.lockstep.common.command;

/**
 * The record of what an operator did, or of what a server did in an operator's place.
 *
 * @param number rises by one from 1
 * @param act what was done
 * @param operator the name that the operator gave; empty if none
 * @param operatorAddress {@code address:port} of the connection that sent the request
 * @param wallMillis the leader's wall clock at that moment, in milliseconds since 1970; for display only
 */
public record AuditRecord(
        long number, Act act, String operator, String operatorAddress, String reason, long wallMillis) {

    /** What was done. */
    public sealed interface Act {}

    /**
     * A grant was broken.
     *
     * @param holder the status of the grant before
     */
    public record ForcedRelease(HolderStatus holder) implements Act {}

    /**
     * A server was to be removed from then on.
     *
     * @param way how
     */
    public record ServerRemoval(int server, Command.RemoveServer.Way way) implements Act {}

    /**
     * The cluster was made of a backup.
     *
     * @param clusterId the cluster that the backup is of
     * @param index of the backup in that cluster
     */
    public record Restoration(String clusterId, long index) implements Act {}

    /**
     * A server went on although it may have lost entries that it acknowledged, since it was told {@code --accept-loss}.
     *
     * @param start which start of the server on its data that was
     * @param kept the index of the last entry that it went on with
     * @param known the index of the last entry that it is known to have had; {@code kept} if nothing is known to be
     *     lost
     */
    public record LossAccepted(int server, long start, long kept, long known) implements Act {

        /** Whether both records are of the same start of the same server. */
        public boolean isSameAs(LossAccepted other) {
            return server == other.server && start == other.start;
        }
    }

    /**
     * A user was changed.
     *
     * @param change in words
     */
    public record UserChange(String user, String change) implements Act {}

    /**
     * A server refused logins or requests. The operator of the record is the user, if known.
     *
     * @param number identifies the report among those of the server
     * @param verb of the refused requests
     */
    public record Refusals(int server, long number, String verb, int times) implements Act {

        /** Whether both records are of the same report. */
        public boolean isSameAs(Refusals other) {
            return server == other.server && number == other.number;
        }
    }

    /** The bound of the lock map was changed, in bytes. */
    public record MapBytesSet(long before, long now) implements Act {}

    /** The record of a forced release. */
    public AuditRecord(
            long number, HolderStatus holder, String operator, String operatorAddress, String reason, long wallMillis) {
        this(number, new ForcedRelease(holder), operator, operatorAddress, reason, wallMillis);
    }
}
