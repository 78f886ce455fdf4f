package io.lockstep.client.cli;

import picocli.CommandLine.Command;

/** {@code lockstep admin}: the commands for operators. */
@Command(
        name = "admin",
        description = "Commands for operators: release a lock by force, and list forced releases.",
        subcommands = {ForceReleaseCommand.class, AuditCommand.class})
final class AdminCommand {}
