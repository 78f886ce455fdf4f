package io.lockstep.follower.http.api;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.http.HttpReply;
import io.lockstep.follower.http.HttpRequest;
import io.lockstep.follower.http.HttpRoute;
import io.lockstep.follower.http.JsonFields;
import io.lockstep.follower.http.Refusals;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** Changes locks: one handler for each path and method. A body with a flaw changes nothing. */
final class LockChanges {

    private static final Set<String> OF_FORCE = Set.of("token", "reason", "operator");

    private LockChanges() {}

    /** What is done to the lock of this name. */
    interface Change {
        HttpReply make(HttpRequest request, String name)
                throws IOException, InterruptedException, JsonFields.FlawException;
    }

    /** Handles requests for {@code /v1/locks/NAME}, and for {@code /v1/locks/NAME/ACTION} if there is that action. */
    static HttpRoute.Handler of(Change change, Map<String, Change> actions) {
        return request -> {
            LockPath path = LockPath.of(request.under());
            Change wanted = path.action().isEmpty() ? change : actions.get(path.action());
            return wanted == null ? path.unknown() : make(wanted, request, path.name());
        };
    }

    /** Has one change made, or says which flaw its body has. */
    static HttpReply make(Change change, HttpRequest request, String name) throws IOException, InterruptedException {
        try {
            return change.make(request, name);
        } catch (JsonFields.FlawException flaw) {
            return HttpReply.error(
                    Refusals.status(ErrorCode.BAD_ARGS), ErrorCode.BAD_ARGS.name(), String.valueOf(flaw.getMessage()));
        }
    }

    /** {@code POST /v1/locks/NAME/force}. */
    static HttpReply force(HttpRequest request, String name)
            throws IOException, InterruptedException, JsonFields.FlawException {
        JsonFields body = JsonFields.read(request.body()).only(OF_FORCE);
        return LockCall.reply(LockCall.change(
                request,
                Verb.FORCE,
                name,
                Map.of(
                        "token", body.text("token"),
                        "reason", body.text("reason"),
                        "operator", body.text("operator"))));
    }
}
