/**
 * Tests of the whole: the three jars as processes of their own, over real sockets and a real disk.
 *
 * <p>They run in {@code mvn verify}, after {@code package}, as an execution of their own (see this module's pom), and are
 * here because this module is built last: the servers' jars are then there. They are found as files; neither this package
 * nor the client has a class of a server on its class path. Start reading at {@link io.lockstep.endtoend.RealCluster}.
 */
@NullMarked
package io.lockstep.endtoend;

import org.jspecify.annotations.NullMarked;
