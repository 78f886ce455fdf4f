/** One server of the cluster, whole, apart from its sockets and its log: sessions, admission, pending requests, forwarding. Runs on one thread and can run in a simulation. Start reading at {@code Node}. */
@NullMarked
package io.lockstep.leader.node;

import org.jspecify.annotations.NullMarked;
