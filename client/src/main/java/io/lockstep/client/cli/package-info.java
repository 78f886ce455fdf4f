/**
 * The command line of {@code client.jar}: options, one class for each command, exit statuses. The only package that
 * uses picocli; it may depend on every other package of the client.
 *
 * <p>Start reading at {@link io.lockstep.client.cli.ClientMain}, then {@code RootCommand}.
 */
@NullMarked
package io.lockstep.client.cli;

import org.jspecify.annotations.NullMarked;
