/**
 * The command line: options, one class per command, exit statuses. The only package that sees picocli. Start reading at
 * {@code RootCommand}.
 */
@NullMarked
package io.lockstep.client.cli;

import org.jspecify.annotations.NullMarked;
