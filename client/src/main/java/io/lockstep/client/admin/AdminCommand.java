package io.lockstep.client.admin;

import picocli.CommandLine.Command;

/** {@code lockstep admin}: the commands for operators. */
@Command(
        name = "admin",
        description =
                "Commands for operators: release a lock by force, remove or replace a server, set the bound of the"
                        + " lock map, back up the locks, list"
                        + " what was done.",
        subcommands = {
            ForceReleaseCommand.class,
            RemoveServerCommand.class,
            ReplaceServerCommand.class,
            SetCommand.class,
            AuditCommand.class,
            BackupCommand.class,
            BackupInfoCommand.class
        })
public final class AdminCommand {}
