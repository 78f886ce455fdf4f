@NullMarked
package io.lockstep.leader;

import org.jspecify.annotations.NullMarked;
