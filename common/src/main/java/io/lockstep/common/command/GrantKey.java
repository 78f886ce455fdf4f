package io.lockstep.common.command;

import io.lockstep.common.access.TokenHash;

/**
 * What the cluster knows of the key of a grant with its own lease: the SHA-256 of the lock's name and the key. Who has
 * the key may extend and release the grant. The key itself is nowhere in a cluster; the hash is in no text, since a
 * client may have chosen a key that can be guessed.
 */
public record GrantKey(TokenHash hash) {

    @Override
    public String toString() {
        return "GrantKey[secret]";
    }
}
