package io.lockstep.follower.context;

import io.lockstep.common.command.RegisteredServer.Program;
import io.lockstep.common.command.ServerIncarnation;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The identity of a node.
 *
 * @param clusterId the cluster's name, drawn at random by its founder
 * @param home the server number and this run of the server
 * @param storageId drawn at random when the data directory is created: a wiped disk makes another server
 * @param clientAddress {@code host:port} for clients
 * @param peerAddress {@code host:port} for other servers
 * @param httpAddress {@code host:port} of the HTTP port, for INFO; empty if it is off
 * @param program that this server runs
 * @param certificate the certificate that this server shows now, for INFO; empty without TLS
 * @param fsyncMicros how long the slowest hundredth of the newest writes to the log took, about, each with its flush to
 *     the disk, in microseconds, for INFO; 0 if that is not known
 * @param logThresholds how much this server logs, for LOGLEVEL
 */
public record NodeIdentity(
        String clusterId,
        ServerIncarnation home,
        String storageId,
        String clientAddress,
        String peerAddress,
        String httpAddress,
        Program program,
        Supplier<Optional<ServerCertificate>> certificate,
        LongSupplier fsyncMicros,
        LogThresholds logThresholds) {

    /** A node without an HTTP port, without TLS and without a log. */
    public NodeIdentity(
            String clusterId,
            ServerIncarnation home,
            String storageId,
            String clientAddress,
            String peerAddress,
            Program program) {
        this(
                clusterId,
                home,
                storageId,
                clientAddress,
                peerAddress,
                "",
                program,
                Optional::empty,
                () -> 0,
                LogThresholds.NONE);
    }

    /** The server's number, from 1. */
    public int server() {
        return home.server();
    }
}
