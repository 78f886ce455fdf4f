package io.lockstep.follower.http.api;

import io.lockstep.follower.http.HttpRoute;
import io.lockstep.follower.http.HttpRoute.Admission;
import io.lockstep.follower.http.HttpRoute.Handler;
import io.lockstep.follower.http.HttpRoute.Lane;
import java.util.List;
import java.util.Map;

/** The routes below {@code /v1}. */
public final class Api {

    private static final String LOCK = "/v1/locks/*";
    private static final String TERRAFORM = "/v1/terraform/*";

    private Api() {}

    /** The routes. */
    public static List<HttpRoute> routes() {
        return List.of(
                route("GET", "/v1/locks", Lane.WORK, LockReads::list),
                route("GET", LOCK, Lane.WORK, LockReads::one),
                // It may wait for the lock.
                route("POST", LOCK, Lane.STREAM, LockChanges.of(Leases::lock, Map.of("force", LockChanges::force))),
                route("PUT", LOCK, Lane.WORK, LockChanges.of(Leases::extend, Map.of())),
                route("DELETE", LOCK, Lane.WORK, LockChanges.of(Leases::release, Map.of())),
                route("LOCK", TERRAFORM, Lane.WORK, Terraform::lock),
                route("UNLOCK", TERRAFORM, Lane.WORK, Terraform::unlock),
                route("GET", "/v1/contention", Lane.WORK, ContentionReads::contention),
                route("GET", "/v1/sessions", Lane.WORK, SessionReads::list),
                route("GET", "/v1/sessions/*", Lane.WORK, SessionReads::one),
                route("GET", "/v1/nodes", Lane.WORK, ClusterReads::nodes),
                route("GET", "/v1/audit", Lane.WORK, ClusterReads::audit),
                route("GET", "/v1/me", Lane.WORK, ClusterReads::me),
                route("GET", "/v1/events", Lane.STREAM, EventStream::open));
    }

    private static HttpRoute route(String method, String path, Lane lane, Handler handler) {
        return new HttpRoute(method, path, Admission.USER, lane, handler);
    }
}
