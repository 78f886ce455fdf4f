/**
 * What the programs of Lockstep share: the table of exit statuses, the set-up of the log, the version, the values of
 * command-line options, and JSON on one line.
 *
 * <p>Depends on {@code common.net} and {@code common.protocol} for the forms of addresses and durations, and on
 * picocli. The Java library must not depend on this package. Start reading at {@link io.lockstep.program.ExitCode}.
 */
@NullMarked
package io.lockstep.program;

import org.jspecify.annotations.NullMarked;
