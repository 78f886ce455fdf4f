/**
 * What programs ask the HTTP port: locks, events, forced release, and the page in plain text. Start reading at {@link
 * io.lockstep.endtoend.http.HttpApiTest}.
 *
 * <p>May depend on {@code cluster}.
 */
@NullMarked
package io.lockstep.endtoend.http;

import org.jspecify.annotations.NullMarked;
