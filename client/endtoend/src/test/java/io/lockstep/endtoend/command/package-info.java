/**
 * Tests the commands of {@code client.jar} as people and scripts use them: exit statuses, signals, a command under a
 * lock that is lost. Depends on {@code cluster}. Start reading at {@link
 * io.lockstep.endtoend.command.RunExitStatusTest}.
 */
@NullMarked
package io.lockstep.endtoend.command;

import org.jspecify.annotations.NullMarked;
