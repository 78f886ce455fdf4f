@NullMarked
package io.lockstep.follower;

import org.jspecify.annotations.NullMarked;
