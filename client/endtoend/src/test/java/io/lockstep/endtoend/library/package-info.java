/**
 * The Java library in programs: its page of examples, its jar without any other, and an adapter for ShedLock that
 * ShedLock's own tests judge. Depends on {@code cluster}. Start reading at {@link
 * io.lockstep.endtoend.library.LibraryTest}.
 */
@NullMarked
package io.lockstep.endtoend.library;

import org.jspecify.annotations.NullMarked;
