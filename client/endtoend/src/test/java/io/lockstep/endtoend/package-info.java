/**
 * Tests of the whole: the runnable jars as processes of their own, over real sockets and a real disk.
 *
 * <p>They run in {@code mvn verify}, after {@code package}, in the last module. They find the jars of the servers and the
 * client as files; no class of a server or of the command line is on their class path. Start reading at
 * {@link io.lockstep.endtoend.RealCluster}.
 */
@NullMarked
package io.lockstep.endtoend;

import org.jspecify.annotations.NullMarked;
