package io.lockstep.endtoend.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.RealCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a new operator does, from the pages alone, on three machines under systemd: the Debian packages are installed, a
 * cluster with TLS and users is founded and watched by Prometheus, a dead server is replaced, and a backup is restored
 * into a new cluster. It takes two minutes; {@code scripts/check --all} runs it.
 */
@Timeout(600)
@EnabledIfSystemProperty(named = "lockstep.machines", matches = "true")
class ThreeMachinesTest {

    @TempDir
    private Path directory;

    @Test
    void thePagesLeadFromNothingToARestoredCluster() throws Exception {
        assertThat(BootedMachine.obstacle()).isEmpty();
        Path packages = Files.createDirectory(directory.resolve("packages"));
        ClientProgram.Result built = ClientProgram.run(List.of("scripts/package", packages.toString()), Map.of(), "");
        assertThat(built.exitCode()).as(built.text()).isZero();
        try (ThreeMachines machines = new ThreeMachines(directory, packages)) {
            install(machines);
            List<Page.Block> start = blocks("docs/INSTALL.md", "Three machines");
            String started = run(machines, start.subList(0, start.size() - 1));
            assertThat(started).contains("survives the loss of 1", "PASS (3 servers, voting: 3");
            machines.run(start.get(start.size() - 1));
            run(machines, blocks("docs/INSTALL.md", "Ports"));
            confined(machines.servers().get(0));
            twoUsers(machines.desk());
            watched(machines);
            replaced(machines);
            restored(machines);
        }
    }

    private static List<Page.Block> blocks(String page, String section) throws Exception {
        List<Page.Block> blocks = Page.blocks(page).stream()
                .filter(block -> block.section().equals(section) && block.kind().equals("shell"))
                .toList();
        assertThat(blocks).as(section).isNotEmpty();
        return blocks;
    }

    private static String run(ThreeMachines machines, List<Page.Block> blocks) throws Exception {
        StringBuilder printed = new StringBuilder();
        for (Page.Block block : blocks) {
            printed.append(machines.run(block));
        }
        return printed.toString();
    }

    private static void install(ThreeMachines machines) throws Exception {
        Page.Block install = blocks("docs/INSTALL.md", "Debian").get(0);
        for (BootedMachine machine : machines.all()) {
            for (String line : install.lines()) {
                machine.type(line);
            }
        }
    }

    private static void confined(BootedMachine server) throws Exception {
        assertThat(server.type("systemctl show lockstep -p User -p SystemCallFilter -p ProtectSystem -p NRestarts"))
                .contains("User=lockstep", "ProtectSystem=strict", "NRestarts=0");
        assertThat(server.type("cat /proc/$(systemctl show lockstep -p MainPID --value)/status"))
                .contains("Seccomp:\t2", "NoNewPrivs:\t1", "CapBnd:\t0000000000000000");
    }

    private static void twoUsers(BootedMachine desk) throws Exception {
        for (String user : List.of("reports", "deploy")) {
            desk.type("(umask 077; lockstep admin user add " + user + " > " + user + "-token)");
            desk.type("lockstep admin allow " + user + " lock " + user + "/");
        }
        String run = "lockstep --token-file reports-token run reports/daily -- echo only one of us";
        assertThat(desk.type(run)).contains("only one of us");
        assertThat(desk.type(run.replace("reports-token", "deploy-token") + " || test $? -eq 77"))
                .contains("denied");
    }

    private static void watched(ThreeMachines machines) throws Exception {
        BootedMachine desk = machines.desk();
        assertThat(Path.of("/usr/bin/prometheus")).as("install prometheus").exists();
        // The copy is no place in which a service can have users of its own.
        desk.type("mkdir -p /etc/systemd/system/prometheus.service.d && printf '[Service]\\nPrivateUsers=false\\n'"
                + " > /etc/systemd/system/prometheus.service.d/copy.conf && systemctl daemon-reload");
        Page.Block settings = Page.blocks("docs/MONITORING.md").stream()
                .filter(block -> block.lines().contains("rule_files: [lockstep-rules.yml]"))
                .findFirst()
                .orElseThrow();
        Files.writeString(
                desk.file("/etc/prometheus/prometheus.yml"),
                "global: {scrape_interval: 2s, evaluation_interval: 2s}\n" + String.join("\n", settings.lines()));
        assertThat(run(machines, blocks("docs/MONITORING.md", "Prometheus"))).contains("13 rules found");
        awaitAnswer(desk, "query?query=up", "\"1\"]}", 3);
    }

    private static void replaced(ThreeMachines machines) throws Exception {
        machines.servers().get(2).type("systemctl kill --signal=KILL lockstep && systemctl stop lockstep");
        awaitAnswer(machines.desk(), "alerts", "LockstepServerDown", 1);
        awaitAnswer(machines.desk(), "query?query=ALERTS%7Balertstate%3D%22firing%22%7D", "LockstepSurvivesNothing", 2);
        List<Page.Block> replace = blocks("docs/OPERATIONS.md", "Replacing a server");
        assertThat(run(machines, replace))
                .containsPattern("(?m)^4 .*10\\.0\\.0\\.3:9000")
                .contains("survives the loss of 1");
        // The one that founded the cluster, too.
        for (Page.Block block : replace) {
            block.lines().replaceAll(line -> line.replace("# on 10.0.0.3", "# on 10.0.0.1"));
        }
        assertThat(run(machines, replace)).containsPattern("(?m)^5 .*10\\.0\\.0\\.1:9000");
    }

    private static void awaitAnswer(BootedMachine desk, String question, String text, int times) throws Exception {
        RealCluster.await(
                question + " has " + text,
                () -> desk.type("curl -s http://127.0.0.1:9090/api/v1/" + question + " || true")
                                .split(Pattern.quote(text), -1)
                                .length
                        > times);
    }

    private static void restored(ThreeMachines machines) throws Exception {
        machines.desk().type("lockstep lock kept --detach --lease 10m");
        assertThat(run(machines, blocks("docs/OPERATIONS.md", "Backup and restore")))
                .containsPattern("(?m)^6 .*10\\.0\\.0\\.1:9000")
                .contains("locks     1 held");
        assertThat(machines.desk().type("lockstep status kept")).contains("held: \"kept\"");
        assertThat(machines.desk().type("lockstep admin audit")).contains("the locks were restored from a backup");
    }
}
