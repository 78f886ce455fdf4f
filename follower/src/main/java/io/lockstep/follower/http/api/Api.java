package io.lockstep.follower.http.api;

import io.lockstep.follower.http.HttpRoute;
import io.lockstep.follower.http.HttpRoute.Admission;
import io.lockstep.follower.http.HttpRoute.Handler;
import io.lockstep.follower.http.HttpRoute.Lane;
import java.util.List;

/** The routes below {@code /v1}. */
public final class Api {

    private Api() {}

    /** The routes. */
    public static List<HttpRoute> routes() {
        return List.of(
                route("GET", "/v1/locks", Lane.WORK, LockReads::list),
                route("GET", "/v1/locks/*", Lane.WORK, LockReads::one),
                route("POST", "/v1/locks/*", Lane.WORK, LockChanges::post),
                route("GET", "/v1/contention", Lane.WORK, ContentionReads::contention),
                route("GET", "/v1/nodes", Lane.WORK, ClusterReads::nodes),
                route("GET", "/v1/audit", Lane.WORK, ClusterReads::audit),
                route("GET", "/v1/me", Lane.WORK, ClusterReads::me),
                route("GET", "/v1/events", Lane.STREAM, EventStream::open));
    }

    private static HttpRoute route(String method, String path, Lane lane, Handler handler) {
        return new HttpRoute(method, path, Admission.USER, lane, handler);
    }
}
