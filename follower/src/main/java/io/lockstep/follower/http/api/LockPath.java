package io.lockstep.follower.http.api;

import io.lockstep.follower.http.HttpReply;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * What follows {@code /v1/locks/} in a path: the name of a lock, percent-encoded, and maybe what to do with the lock.
 *
 * @param name decoded; a slash in it is {@code %2F} in the path
 * @param action behind the next slash; empty if there is none
 */
record LockPath(String name, String action) {

    /** @param under the rest of the path, as it was sent */
    static LockPath of(String under) {
        int slash = under.indexOf('/');
        return slash < 0
                ? new LockPath(decoded(under), "")
                : new LockPath(decoded(under.substring(0, slash)), under.substring(slash + 1));
    }

    /** The whole rest of a path as a name, slashes included. */
    static String whole(String under) {
        return decoded(under);
    }

    /** A plus sign in a path stands for itself. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The reply if nothing is known of the action. */
    HttpReply unknown() {
        return HttpReply.error(
                404,
                "NOT_FOUND",
                "this server has nothing at this path; a slash in the name of a lock is written as %2F");
    }
}
