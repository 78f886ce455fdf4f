/** Locks over HTTP, against real servers. */
@NullMarked
package io.lockstep.endtoend.http;

import org.jspecify.annotations.NullMarked;
