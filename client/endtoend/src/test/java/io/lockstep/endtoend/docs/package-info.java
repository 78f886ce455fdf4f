/**
 * Tests the documents: the commands of the README and the dialogues of the protocol's page run against clusters.
 * Depends on {@code cluster}, {@code scripts} and {@code library}. Start reading at
 * {@link io.lockstep.endtoend.docs.ProtocolTranscriptsTest}.
 */
@NullMarked
package io.lockstep.endtoend.docs;

import org.jspecify.annotations.NullMarked;
