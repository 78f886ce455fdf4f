package io.lockstep.follower.context;

import io.lockstep.common.access.TokenHash;
import org.jspecify.annotations.Nullable;

/**
 * What a server has to see to about users.
 *
 * @param usersRequired whether nobody is admitted while the map has no users
 * @param adminToken the token of the administrator that this server is to add or reset; null for none
 * @param reset whether the administrator is reset; otherwise it is added if the cluster has no users
 */
public record AccessSettings(
        boolean usersRequired, @Nullable TokenHash adminToken, boolean reset) {

    /** The name of the administrator. */
    public static final String ADMIN = "admin";

    /** The same, admitting nobody while the map has no users. */
    public AccessSettings forUsersOnly() {
        return new AccessSettings(true, adminToken, reset);
    }

    /** As on loopback: anybody is admitted until there are users. */
    public static final AccessSettings OPEN = new AccessSettings(false, null, false);
}
