/**
 * The command line of {@code client.jar}: options, one class for each command, exit statuses. Only this package,
 * {@code admin} and {@code command} use picocli. It may depend on every other package of the client.
 *
 * <p>Start reading at {@link io.lockstep.client.cli.ClientMain}, then {@code RootCommand}.
 */
@NullMarked
package io.lockstep.client.cli;

import org.jspecify.annotations.NullMarked;
