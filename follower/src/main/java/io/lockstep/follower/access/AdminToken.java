package io.lockstep.follower.access;

import io.lockstep.common.access.AccessChange;
import io.lockstep.common.access.TokenHash;
import io.lockstep.common.access.User;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.follower.context.AccessSettings;
import io.lockstep.follower.context.NodeIdentity;
import io.lockstep.follower.forwarding.Outcome;
import io.lockstep.follower.forwarding.PendingRequests;
import io.lockstep.follower.map.ReplicatedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that the log has the administrator whose token this server made at its start. Loop thread only. */
public final class AdminToken {

    private static final Logger LOG = LoggerFactory.getLogger(AdminToken.class);

    private final NodeIdentity self;
    private final AccessSettings settings;
    private final ReplicatedMap map;
    private final PendingRequests pending;
    private boolean asking;
    private boolean done;

    /** @param settings say which token, if any */
    public AdminToken(NodeIdentity self, AccessSettings settings, ReplicatedMap map, PendingRequests pending) {
        this.self = self;
        this.settings = settings;
        this.map = map;
        this.pending = pending;
        this.done = settings.adminToken() == null;
    }

    /**
     * Submits the change until it is in the log.
     *
     * @param level whether the map is up to date
     */
    public void tick(boolean level) {
        TokenHash token = settings.adminToken();
        if (done || asking || !level || token == null || map.machine().server(self.server()) == null) {
            return;
        }
        if (!settings.reset() && !map.machine().access().isEmpty()) {
            done = true;
            return;
        }
        asking = true;
        AccessChange change = settings.reset()
                ? new AccessChange.ResetAdmin(AccessSettings.ADMIN, token)
                : new AccessChange.FirstAdmin(AccessSettings.ADMIN, token);
        pending.submit(
                new Command.ChangeAccess(change, "server " + self.server(), self.clientAddress()),
                outcome -> decided(token, outcome));
    }

    private void decided(TokenHash token, Outcome outcome) {
        asking = false;
        if (outcome instanceof Outcome.Decided decided && decided.result() instanceof CommandResult.AccessChanged) {
            done = true;
            User admin = map.machine().access().user(AccessSettings.ADMIN);
            if (admin != null && admin.accepts(token)) {
                LOG.info("User {} has the token in the file of this server", AccessSettings.ADMIN);
            }
        }
    }
}
