/**
 * The page of the HTTP port in a real browser, and pictures of it for the docs. Start reading at {@link
 * io.lockstep.endtoend.browser.PageTest}; {@link io.lockstep.endtoend.browser.Browser} drives Chromium.
 *
 * <p>May depend on {@code cluster}.
 */
@NullMarked
package io.lockstep.endtoend.browser;

import org.jspecify.annotations.NullMarked;
