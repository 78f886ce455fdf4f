/**
 * Following what happens to locks, over lost connections and gaps. Depends on the connection only. Start reading at
 * {@link io.lockstep.client.watch.Watch}.
 */
@NullMarked
package io.lockstep.client.watch;

import org.jspecify.annotations.NullMarked;
