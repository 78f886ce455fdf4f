/**
 * Manual pages and completions, made from the options of the programs, for the packages. A tool of the build: it may
 * depend on the client program and on the server programs, and nothing depends on it.
 *
 * <p>Start reading at {@link io.lockstep.packaging.PackagedTexts}.
 */
@NullMarked
package io.lockstep.packaging;

import org.jspecify.annotations.NullMarked;
