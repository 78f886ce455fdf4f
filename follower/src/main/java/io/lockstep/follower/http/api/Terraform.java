package io.lockstep.follower.http.api;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.http.HttpReply;
import io.lockstep.follower.http.HttpRequest;
import io.lockstep.follower.http.JsonFields;
import io.lockstep.follower.http.LoopConversation.Answer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code /v1/terraform/NAME}, for {@code lock_address} and {@code unlock_address} of Terraform's and OpenTofu's http
 * backend: LOCK and UNLOCK with the lock's information as JSON, whose {@code ID} is the key of the grant. Nothing
 * renews such a lock, so it has the longest lease of the cluster.
 *
 * <p>See <a href="https://developer.hashicorp.com/terraform/language/backend/http">the backend's page</a>.
 */
final class Terraform {

    private Terraform() {}

    /** LOCK. */
    static HttpReply lock(HttpRequest request) throws IOException, InterruptedException {
        return LockChanges.make(Terraform::lock, request, LockPath.whole(request.under()));
    }

    /** UNLOCK. */
    static HttpReply unlock(HttpRequest request) throws IOException, InterruptedException {
        return LockChanges.make(Terraform::unlock, request, LockPath.whole(request.under()));
    }

    private static HttpReply lock(HttpRequest request, String name)
            throws IOException, InterruptedException, JsonFields.FlawException {
        JsonFields info = JsonFields.read(request.body());
        String label = (info.text("Who") + " " + info.text("Operation")).strip();
        Answer answer = LockCall.lock(request, name, label, Map.of("lease", "max", "key", id(info)));
        boolean held = answer.reply().errorCode().filter(ErrorCode.HELD::equals).isPresent();
        return held ? HttpReply.json(423, holder(answer.reply())) : LockCall.reply(answer);
    }

    /** The holder as Terraform shows it. The ID of its lock is a secret here; the token names the grant. */
    private static Map<String, Object> holder(ServerLine held) {
        Map<String, String> options = held.options();
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("ID", "token " + options.getOrDefault("token", "?"));
        info.put("Operation", "held for " + options.getOrDefault("held", "?"));
        info.put(
                "Who",
                options.getOrDefault("label", "client " + options.getOrDefault("owner", "?")) + " at "
                        + options.getOrDefault("address", "?"));
        info.put("Path", held.value());
        info.put("Info", "lockstep admin force-release breaks it");
        return info;
    }

    private static HttpReply unlock(HttpRequest request, String name)
            throws IOException, InterruptedException, JsonFields.FlawException {
        JsonFields info = JsonFields.read(request.body());
        Answer answer = LockCall.change(request, Verb.RELEASE, name, Map.of("key", id(info)));
        // Whoever sends UNLOCK again got no answer before.
        boolean free =
                answer.reply().errorCode().filter(ErrorCode.NOT_HELD::equals).isPresent();
        return free ? HttpReply.json(200, Map.of("name", name)) : LockCall.reply(answer);
    }

    /** {@code terraform force-unlock} sends none. */
    private static String id(JsonFields info) throws JsonFields.FlawException {
        if (info.text("ID").isEmpty()) {
            throw new JsonFields.FlawException("the body has no ID of a lock; to break the lock of somebody else, use"
                    + " lockstep admin force-release, which needs the right for it and a reason");
        }
        return info.text("ID");
    }
}
