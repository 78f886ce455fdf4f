package io.lockstep.client.cli;

import picocli.CommandLine.Command;

/** {@code lockstep admin}: what operators do. */
@Command(
        name = "admin",
        description = "For operators: breaks locks, and lists who broke which and why.",
        subcommands = {ForceReleaseCommand.class, AuditCommand.class})
final class AdminCommand {}
