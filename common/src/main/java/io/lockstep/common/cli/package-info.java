@NullMarked
package io.lockstep.common.cli;

import org.jspecify.annotations.NullMarked;
