package io.lockstep.follower.http.api;

import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.http.HttpReply;
import io.lockstep.follower.http.HttpRequest;
import io.lockstep.follower.http.JsonFields;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Takes, extends and releases locks for programs that keep no connection: grants with a lease of their own. */
final class Leases {

    private static final Set<String> OF_LOCK =
            Set.of("lease", "key", "hold", "wait", "mode", "permits", "delay", "label");
    private static final Set<String> OF_EXTEND = Set.of("lease", "key", "token");
    private static final Set<String> OF_RELEASE = Set.of("key", "token", "hold");

    private Leases() {}

    /** {@code POST /v1/locks/NAME}. */
    static HttpReply lock(HttpRequest request, String name)
            throws IOException, InterruptedException, JsonFields.FlawException {
        JsonFields body = JsonFields.read(request.body()).only(OF_LOCK);
        if (body.text("lease").isEmpty()) {
            throw new JsonFields.FlawException(
                    "say how long the grant lasts without being extended, such as {\"lease\":\"30s\"}");
        }
        if (Durations.parseMillis(body.text("wait")) > LockCall.WAIT_MILLIS_MAX) {
            throw new JsonFields.FlawException("wait is at most " + Durations.format(LockCall.WAIT_MILLIS_MAX)
                    + " over HTTP; ask again, with the same key");
        }
        Map<String, String> options = options(body, OF_LOCK);
        options.remove("label");
        return LockCall.reply(LockCall.lock(request, name, body.text("label"), options));
    }

    /** {@code PUT /v1/locks/NAME}. */
    static HttpReply extend(HttpRequest request, String name)
            throws IOException, InterruptedException, JsonFields.FlawException {
        return keyed(request, Verb.EXTEND, name, OF_EXTEND);
    }

    /** {@code DELETE /v1/locks/NAME}. */
    static HttpReply release(HttpRequest request, String name)
            throws IOException, InterruptedException, JsonFields.FlawException {
        return keyed(request, Verb.RELEASE, name, OF_RELEASE);
    }

    private static HttpReply keyed(HttpRequest request, Verb verb, String name, Set<String> known)
            throws IOException, InterruptedException, JsonFields.FlawException {
        JsonFields body = JsonFields.read(request.body()).only(known);
        if (body.text("key").isEmpty()) {
            throw new JsonFields.FlawException("give the key of the grant, which the answer to POST has, as \"key\"");
        }
        return LockCall.reply(LockCall.change(request, verb, name, options(body, known)));
    }

    private static Map<String, String> options(JsonFields body, Set<String> keys) {
        Map<String, String> options = new LinkedHashMap<>();
        keys.stream().sorted().forEach(key -> options.put(key, body.text(key)));
        return options;
    }
}
