package io.lockstep.follower.server;

import io.lockstep.follower.access.Tokens;
import io.lockstep.follower.context.AccessSettings;
import io.lockstep.follower.storage.AdminTokenFile;
import io.lockstep.follower.storage.DataDirectory;
import io.lockstep.program.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the token of the administrator when a cluster with users is founded, or when an operator wants another. */
final class AdminAtStart {

    private static final Logger LOG = LoggerFactory.getLogger(AdminAtStart.class);

    private AdminAtStart() {}

    /**
     * Writes the token, if one is to be made, and returns what the node has to see to. Blocks on the disk.
     *
     * @param founding whether this start founds a cluster
     * @param joining whether this start joins one
     * @param random must be cryptographically strong
     */
    static AccessSettings settings(
            ServerOptions options, DataDirectory data, boolean founding, boolean joining, RandomGenerator random)
            throws ServerStartException {
        boolean required = options.usersRequired();
        if (options.resetAdmin && (founding || joining)) {
            throw new ServerStartException(
                    ExitCode.CONFIGURATION,
                    "--reset-admin makes a new token in the data directory of a server of the cluster, and "
                            + data.root() + " held none; start without it");
        }
        try {
            if (options.resetAdmin || (required && founding)) {
                return made(required, options.resetAdmin, data.root(), random);
            }
            // The cluster may have no users yet, if the founder stopped before it had told the log.
            Optional<String> token = required ? AdminTokenFile.read(data.root()) : Optional.empty();
            return new AccessSettings(required, token.map(Tokens::hash).orElse(null), false);
        } catch (IOException cannot) {
            throw new ServerStartException(
                    ExitCode.CANNOT_CREATE,
                    "the token of user " + AccessSettings.ADMIN + " cannot be kept in "
                            + data.root().resolve(AdminTokenFile.NAME) + ": " + cannot.getMessage()
                            + "; make room or give this user the right to write there");
        }
    }

    private static AccessSettings made(boolean required, boolean reset, Path directory, RandomGenerator random)
            throws IOException {
        String token = Tokens.draw(random);
        Path file = AdminTokenFile.write(directory, token);
        LOG.info("The token of user {} is in {}", AccessSettings.ADMIN, file);
        return new AccessSettings(required, Tokens.hash(token), reset);
    }
}
