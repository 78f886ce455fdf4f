/**
 * The page at {@code /}: files for browsers, which are resources of this package, and the same in plain text.
 *
 * <p>Depends on {@code http} and on {@code http.api}. Start at {@link io.lockstep.follower.http.page.Page}; in the
 * browser, at {@code main.js}.
 */
@NullMarked
package io.lockstep.follower.http.page;

import org.jspecify.annotations.NullMarked;
