package io.lockstep.follower.http.api;

import io.lockstep.follower.http.Route;
import io.lockstep.follower.http.Route.Admission;
import io.lockstep.follower.http.Route.Handler;
import io.lockstep.follower.http.Route.Lane;
import java.util.List;

/** The routes below {@code /v1}. */
public final class Api {

    private Api() {}

    /** The routes. */
    public static List<Route> routes() {
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

    private static Route route(String method, String path, Lane lane, Handler handler) {
        return new Route(method, path, Admission.USER, lane, handler);
    }
}
