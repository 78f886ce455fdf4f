package io.lockstep.common.command;

/**
 * A server with a number. A number is never given to another server, also not after its server was removed.
 *
 * @param server the number, from 1 in the order of joining
 * @param storageId the random id of the data directory; a server that lost its data joins as a new one
 * @param clientAddress {@code host:port} for clients
 * @param peerAddress {@code host:port} for other servers
 * @param observer whether it never votes
 * @param standing whether it belongs to the cluster
 * @param program that it said it runs when it last started
 */
public record RegisteredServer(
        int server,
        String storageId,
        String clientAddress,
        String peerAddress,
        boolean observer,
        Standing standing,
        Program program) {

    /**
     * The program that runs a server.
     *
     * @param version for people, such as {@code 1.0.0}
     * @param featureLevel the highest level that it reads, see {@link FeatureLevel}
     */
    public record Program(String version, int featureLevel) {

        /** The program that has the first level. */
        public static final Program FIRST = new Program("1.0.0", FeatureLevel.FIRST);

        private static final int VERSION_LENGTH_MAX = 64;

        public Program {
            if (!version.matches("[!-~]{1," + VERSION_LENGTH_MAX + "}") || featureLevel < FeatureLevel.FIRST) {
                throw new IllegalArgumentException("a program without a version, or with level " + featureLevel);
            }
        }

        /** Returns this program under a version. */
        public static Program of(String version) {
            return new Program(version, FeatureLevel.highest());
        }
    }

    /** Whether a server belongs to the cluster. A server passes through these in their order. */
    public enum Standing {
        MEMBER,
        /** It is to be removed. If it votes, it votes until another server takes its place in one change. */
        LEAVING,
        /** It is to be removed, also if there are fewer voters afterwards. */
        LEAVING_UNREPLACED,
        /** It is removed: it does not receive the log, and the other servers refuse it. */
        REMOVED
    }

    /** A member that may vote, and runs 1.0.0. */
    public RegisteredServer(int server, String storageId, String clientAddress, String peerAddress) {
        this(server, storageId, clientAddress, peerAddress, false, Standing.MEMBER, Program.FIRST);
    }

    /** Returns whether it belongs to the cluster and is to stay. */
    public boolean isMember() {
        return standing == Standing.MEMBER;
    }

    /** Returns whether it is removed. */
    public boolean isRemoved() {
        return standing == Standing.REMOVED;
    }

    /** Returns the same server with another standing. */
    public RegisteredServer with(Standing changed) {
        return new RegisteredServer(server, storageId, clientAddress, peerAddress, observer, changed, program);
    }
}
