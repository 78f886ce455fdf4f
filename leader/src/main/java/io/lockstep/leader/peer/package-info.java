/** Our plain-socket wire between servers: frames, the hello that tells who is who, links that heal. Carries the engine's messages and the requests that followers forward. Knows neither the engine nor the lock map. Start reading at {@code PeerFrame}. */
@NullMarked
package io.lockstep.leader.peer;

import org.jspecify.annotations.NullMarked;
