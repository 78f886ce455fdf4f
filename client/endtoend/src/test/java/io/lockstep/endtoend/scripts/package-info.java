/**
 * Tests the scripts of the project as a user runs them. Depends on {@code cluster}. Start reading at
 * {@link io.lockstep.endtoend.scripts.ScriptsTest}.
 */
@NullMarked
package io.lockstep.endtoend.scripts;

import org.jspecify.annotations.NullMarked;
