package io.lockstep.common.protocol;

import io.lockstep.common.access.AccessChange;

/** What an administrator asks for with USER, ALLOW or DENY. */
public sealed interface AccessOrder {

    /**
     * Adds a user. The server makes the token.
     *
     * @param admin whether the user gets all rights
     */
    record Add(String user, boolean admin) implements AccessOrder {}

    /** Gives a user a new token, which the server makes. */
    record Rotate(String user) implements AccessOrder {}

    /** Changes a user. */
    record Change(AccessChange change) implements AccessOrder {}

    /** Lists the users whose names are above {@code after}, with their rules. */
    record Users(String after) implements AccessOrder {}
}
