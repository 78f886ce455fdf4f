package io.lockstep.follower.http.lease;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.http.HttpReply;
import io.lockstep.follower.http.HttpRequest;
import io.lockstep.follower.http.HttpRoute;
import io.lockstep.follower.http.LoopConversation.Answer;
import io.lockstep.follower.http.Refusals;
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
final class TerraformRoutes {

    private static final String PATH = "/v1/terraform/*";

    private TerraformRoutes() {}

    static HttpRoute lock() {
        return new HttpRoute("LOCK", PATH, HttpRoute.Admission.USER, HttpRoute.Lane.WORK, TerraformRoutes::lock);
    }

    static HttpRoute unlock() {
        return new HttpRoute("UNLOCK", PATH, HttpRoute.Admission.USER, HttpRoute.Lane.WORK, TerraformRoutes::unlock);
    }

    private static HttpReply lock(HttpRequest request) throws IOException, InterruptedException {
        try {
            JsonFields info = JsonFields.read(request.body());
            if (info.text("ID").isEmpty()) {
                return noId();
            }
            String label = (info.text("Who") + " " + info.text("Operation")).strip();
            Answer answer = LeaseCall.lock(
                    request, LeaseCall.name(request), label, Map.of("lease", "max", "key", info.text("ID")));
            if (answer.isOk()) {
                return LeaseCall.done(answer.reply());
            }
            boolean held =
                    answer.reply().errorCode().filter(ErrorCode.HELD::equals).isPresent();
            return held ? HttpReply.json(423, holder(answer.reply())) : Refusals.of(answer.reply());
        } catch (JsonFields.FlawException flaw) {
            return LeaseRoutes.flaw(String.valueOf(flaw.getMessage()));
        }
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

    private static HttpReply unlock(HttpRequest request) throws IOException, InterruptedException {
        try {
            JsonFields info = JsonFields.read(request.body());
            if (info.text("ID").isEmpty()) {
                return noId();
            }
            Answer answer =
                    LeaseCall.keyed(request, Verb.RELEASE, LeaseCall.name(request), Map.of("key", info.text("ID")));
            boolean free = answer.reply()
                    .errorCode()
                    .filter(ErrorCode.NOT_HELD::equals)
                    .isPresent();
            return answer.isOk() || free ? LeaseCall.done(answer.reply()) : Refusals.of(answer.reply());
        } catch (JsonFields.FlawException flaw) {
            return LeaseRoutes.flaw(String.valueOf(flaw.getMessage()));
        }
    }

    /** As {@code terraform force-unlock} sends it. */
    private static HttpReply noId() {
        return LeaseRoutes.flaw("the body has no ID of a lock; to break the lock of somebody else, use lockstep admin"
                + " force-release, which needs the right for it and a reason");
    }
}
