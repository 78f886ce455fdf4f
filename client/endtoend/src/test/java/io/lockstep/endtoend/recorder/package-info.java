/**
 * A recorder of clients that use the Java library, a program of its own. It writes histories as {@code tools.record}
 * does. Depends on the library, on the tools, and on {@code faults} for its options. Start reading at {@link
 * io.lockstep.endtoend.recorder.LibraryRecorder}.
 */
@NullMarked
package io.lockstep.endtoend.recorder;

import org.jspecify.annotations.NullMarked;
