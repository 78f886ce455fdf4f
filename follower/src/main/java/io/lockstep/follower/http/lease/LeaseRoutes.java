package io.lockstep.follower.http.lease;

import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.http.HttpReply;
import io.lockstep.follower.http.HttpRequest;
import io.lockstep.follower.http.HttpRoute;
import io.lockstep.follower.http.LoopConversation.Answer;
import io.lockstep.follower.http.Refusals;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code /v1/locks/NAME}: POST takes the lock, PUT extends the lease of the grant, DELETE releases it. */
public final class LeaseRoutes {

    private static final String PATH = "/v1/locks/*";

    private static final Set<String> OF_LOCK =
            Set.of("lease", "key", "hold", "wait", "mode", "permits", "delay", "label");
    private static final Set<String> OF_EXTEND = Set.of("lease", "key", "token");
    private static final Set<String> OF_RELEASE = Set.of("key", "token", "hold");

    private LeaseRoutes() {}

    /** The routes, with those for Terraform. */
    public static List<HttpRoute> routes() {
        return List.of(
                new HttpRoute("POST", PATH, HttpRoute.Admission.USER, HttpRoute.Lane.STREAM, LeaseRoutes::lock),
                new HttpRoute("PUT", PATH, HttpRoute.Admission.USER, HttpRoute.Lane.WORK, request -> {
                    return keyed(request, Verb.EXTEND, OF_EXTEND);
                }),
                new HttpRoute("DELETE", PATH, HttpRoute.Admission.USER, HttpRoute.Lane.WORK, request -> {
                    return keyed(request, Verb.RELEASE, OF_RELEASE);
                }),
                TerraformRoutes.lock(),
                TerraformRoutes.unlock());
    }

    private static HttpReply lock(HttpRequest request) throws IOException, InterruptedException {
        try {
            JsonFields body = JsonFields.read(request.body()).only(OF_LOCK);
            if (body.text("lease").isEmpty()) {
                return flaw("say how long the grant lasts without being extended, such as {\"lease\":\"30s\"}");
            }
            if (Durations.parseMillis(body.text("wait")) > LeaseCall.WAIT_MILLIS_MAX) {
                return flaw("wait is at most " + Durations.format(LeaseCall.WAIT_MILLIS_MAX)
                        + " over HTTP; ask again, with the same key");
            }
            Map<String, String> options = options(body, OF_LOCK);
            options.remove("label");
            Answer answer = LeaseCall.lock(request, LeaseCall.name(request), body.text("label"), options);
            return reply(answer);
        } catch (JsonFields.FlawException flaw) {
            return flaw(String.valueOf(flaw.getMessage()));
        }
    }

    private static HttpReply keyed(HttpRequest request, Verb verb, Set<String> known)
            throws IOException, InterruptedException {
        try {
            JsonFields body = JsonFields.read(request.body()).only(known);
            if (body.text("key").isEmpty()) {
                return flaw("give the key of the grant, which the answer to POST has, as \"key\"");
            }
            return reply(LeaseCall.keyed(request, verb, LeaseCall.name(request), options(body, known)));
        } catch (JsonFields.FlawException flaw) {
            return flaw(String.valueOf(flaw.getMessage()));
        }
    }

    private static Map<String, String> options(JsonFields body, Set<String> keys) {
        Map<String, String> options = new LinkedHashMap<>();
        keys.stream().sorted().forEach(key -> options.put(key, body.text(key)));
        return options;
    }

    private static HttpReply reply(Answer answer) {
        return answer.isOk() ? LeaseCall.done(answer.reply()) : Refusals.of(answer.reply());
    }

    static HttpReply flaw(String message) {
        return HttpReply.error(400, "BAD_ARGS", message);
    }
}
