/**
 * What all Lockstep programs share: the table of exit statuses, the set-up of the log, the version, converters for
 * command-line options, signals, and JSON on one line.
 *
 * <p>Depends on {@code common.net} and {@code common.protocol} for addresses and durations, and on picocli. The Java
 * library must not depend on this package. Start at {@link io.lockstep.program.ExitCode}.
 */
@NullMarked
package io.lockstep.program;

import org.jspecify.annotations.NullMarked;
