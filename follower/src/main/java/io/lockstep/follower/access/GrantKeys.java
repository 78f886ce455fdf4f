package io.lockstep.follower.access;

import io.lockstep.common.command.GrantKey;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.protocol.GrantSecret;
import io.lockstep.common.protocol.KeyText;

/** Makes the keys of grants with their own lease, and what the cluster keeps of them. */
public final class GrantKeys {

    private static final int DIGITS = 32;

    private GrantKeys() {}

    /**
     * Returns the key of a grant whose client chose none: 128 bits, of a hash of the session's secret and the number of
     * the request. So a retry of the request at any server gets the same key, and no server has to keep it.
     */
    public static GrantSecret of(SessionKey session, long request) {
        return new GrantSecret(Tokens.hexHash("grant " + request + " " + KeyText.format(session))
                .substring(0, DIGITS));
    }

    /** Returns what the cluster keeps of a key. The same key of another lock is another one. */
    public static GrantKey kept(LockName name, GrantSecret key) {
        // Neither of the two can contain a line end.
        return new GrantKey(Tokens.hash(name.text() + "\n" + key.text()));
    }
}
