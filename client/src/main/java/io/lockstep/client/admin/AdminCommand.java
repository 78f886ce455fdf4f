package io.lockstep.client.admin;

import io.lockstep.client.admin.dump.DumpCommand;
import picocli.CommandLine.Command;

/** {@code lockstep admin}: the commands for operators. */
@Command(
        name = "admin",
        description = {
            "Commands for operators: look at all servers, check the cluster, release a lock by force, move leadership,"
                    + " remove or replace a server, set the bound of the lock map, back up the locks, tell what is on a"
                    + " disk, list what was done, say who may do what, print the secret that a new server needs, set"
                    + " how much a server logs."
        },
        subcommands = {
            ServersCommand.class,
            CheckCommand.class,
            ForceReleaseCommand.class,
            TransferLeaderCommand.class,
            RemoveServerCommand.class,
            ReplaceServerCommand.class,
            SetCommand.class,
            AuditCommand.class,
            BackupCommand.class,
            BackupInfoCommand.class,
            DumpCommand.class,
            JoinSecretCommand.class,
            UserCommand.class,
            RuleCommand.Allow.class,
            RuleCommand.Deny.class,
            QuotaCommand.class,
            LogLevelCommand.class
        })
public final class AdminCommand {}
