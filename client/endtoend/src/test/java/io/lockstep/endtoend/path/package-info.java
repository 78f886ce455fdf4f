/**
 * Follows one LOCK through running servers and names the classes on its way, as {@code docs/ARCHITECTURE.md} lists
 * them.
 *
 * <p>Depends on {@code endtoend.cluster} and on the JDK's debugger interface. Start at {@link
 * io.lockstep.endtoend.path.LockPath}.
 */
package io.lockstep.endtoend.path;
