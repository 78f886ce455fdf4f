package io.lockstep.follower.storage;

import io.lockstep.follower.storage.StorageException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The identity of a server, for the lifetime of its data.
 *
 * @param clusterId the cluster's name, drawn at random by its founder; empty while the server joins
 * @param server its number, from 1; 0 while it joins
 * @param storageId 128 random bits in hex, drawn when the directory is created: a wiped disk makes another server
 * @param peerAddress {@code host:port} for the other servers
 */
public record Identity(String clusterId, int server, String storageId, String peerAddress) {

    static final String FILE = "identity";

    private static final String FORMAT = "lockstep-data";
    private static final String VERSION = "2";
    private static final int RANDOM_BYTES = 16;

    /**
     * Checks that number and cluster id fit together.
     *
     * @throws IllegalArgumentException if they do not
     */
    public Identity {
        if (server < 0 || clusterId.isEmpty() != (server == 0)) {
            throw new IllegalArgumentException("server " + server + " of cluster '" + clusterId + "'");
        }
    }

    /** A new server that has yet to join. */
    public static Identity joining(String peerAddress) {
        return new Identity("", 0, random(), peerAddress);
    }

    /** The first server of a new cluster. */
    public static Identity founding(String peerAddress) {
        return new Identity(random(), 1, random(), peerAddress);
    }

    /** The same storage after it has joined. */
    public Identity joined(String cluster, int number) {
        return new Identity(cluster, number, storageId, peerAddress);
    }

    /** The same server at another address. */
    public Identity movedTo(String newPeerAddress) {
        return new Identity(clusterId, server, storageId, newPeerAddress);
    }

    /** Whether the directory holds an identity, and so a server's data. */
    public static boolean existsIn(Path directory) {
        return Files.exists(directory.resolve(FILE));
    }

    /** Whether the server has its number. */
    public boolean isMember() {
        return server > 0;
    }

    private static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    void write(Path directory) throws IOException {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put(FORMAT, VERSION);
        lines.put("cluster", clusterId);
        lines.put("server", Integer.toString(server));
        lines.put("storage", storageId);
        lines.put("peer-address", peerAddress);
        ChecksummedText.write(directory, FILE, lines);
    }

    static Identity read(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        Map<String, String> lines = ChecksummedText.read(file);
        String version = lines.get(FORMAT);
        if (!VERSION.equals(version)) {
            throw new StorageException(
                    Reason.UNKNOWN_VERSION,
                    file + " has format version " + version + ", and this program reads version " + VERSION
                            + " only. Start the server with the version that wrote the file, or a newer one.");
        }
        return new Identity(
                lines.getOrDefault("cluster", ""),
                Integer.parseInt(lines.getOrDefault("server", "")),
                lines.getOrDefault("storage", ""),
                lines.getOrDefault("peer-address", ""));
    }
}
