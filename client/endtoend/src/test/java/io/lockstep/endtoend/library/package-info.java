/**
 * Tests the Java library in programs: the examples of its page, its jar without any other, and an adapter for ShedLock
 * with ShedLock's own tests. Depends on {@code cluster}. Start reading at {@link
 * io.lockstep.endtoend.library.LibraryTest}.
 */
@NullMarked
package io.lockstep.endtoend.library;

import org.jspecify.annotations.NullMarked;
