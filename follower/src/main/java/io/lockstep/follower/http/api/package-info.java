/**
 * What programs and the page ask the HTTP port: locks, servers, the audit and events, as JSON, and forced release. Each
 * answer is made of requests of the line protocol, with its keys; times are in milliseconds, under keys with {@code
 * _ms}.
 *
 * <p>Depends on {@code http}, on {@code watch} for events, and on {@code metrics} for how far servers are behind. Start
 * at {@link io.lockstep.follower.http.api.Api}, which lists the routes.
 */
@NullMarked
package io.lockstep.follower.http.api;

import org.jspecify.annotations.NullMarked;
