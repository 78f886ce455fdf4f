package io.lockstep.endtoend.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import io.lockstep.endtoend.cluster.SharedCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the recipes of {@code RECIPES.md} as they stand there, against a cluster. */
class RecipesTest {

    private static final int NOT_ACQUIRED = 75;

    @SharedCluster(servers = 1)
    static RealCluster cluster;

    @TempDir
    private Path directory;

    @BeforeEach
    void installTheProgram() throws IOException {
        write("lockstep", "#!/bin/sh\nexec '" + String.join("' '", Jars.client()) + "' \"$@\"\n");
    }

    @Test
    void cron() throws Exception {
        write("report", "#!/bin/sh\necho done >>reports\n");
        String line = recipe("Cron").replaceFirst("^([^ ]+ ){5}", "");
        assertThat(run(line).exitCode()).isZero();
        try (LineClient elsewhere = holding("nightly-report")) {
            assertThat(run(line).exitCode()).isZero();
            assertThat(elsewhere.ask("RELEASE nightly-report").ok()).isTrue();
        }
        assertThat(Files.readAllLines(directory.resolve("reports"))).containsExactly("done");
    }

    @Test
    void aScriptThatLocksItself() throws Exception {
        write("deploy", recipe("A script that locks itself"));
        assertThat(run("./deploy 'version 2'").text()).containsPattern("^deploying version 2 under token \\d+$");
        try (LineClient elsewhere = holding("deploy")) {
            assertThat(run("./deploy 'version 2'").exitCode()).isEqualTo(NOT_ACQUIRED);
            assertThat(elsewhere.ask("RELEASE deploy").ok()).isTrue();
        }
    }

    @Test
    void aFunctionUnderALock() throws Exception {
        write("transfer", recipe("A function under a lock"));
        write("balance", "100\n");
        ClientProgram.Result added = run("./transfer 5 & ./transfer 6 & wait");
        assertThat(added.text()).isEmpty();
        assertThat(Files.readString(directory.resolve("balance"))).isEqualTo("111\n");
    }

    @Test
    void aFewWorkersAtATime() throws Exception {
        write("convert", "#!/bin/sh\necho begin >>work\nsleep 0.3\necho end >>work\n");
        write("all", recipe("A few workers at a time"));
        assertThat(run("./all 1 2 3 4").exitCode()).isZero();
        int busy = 0;
        int most = 0;
        List<String> work = Files.readAllLines(directory.resolve("work"));
        for (String each : work) {
            busy += each.equals("begin") ? 1 : -1;
            most = Math.max(most, busy);
        }
        assertThat(work).hasSize(8);
        assertThat(most).isBetween(1, 2);
    }

    @Test
    void theFirstOneMigrates() throws Exception {
        write("migrate", "#!/bin/sh\n[ -f migrated ] || { sleep 0.2; echo migrated >>migrated; }\n");
        write("serve", "#!/bin/sh\necho \"serving $1\"\n");
        write("entrypoint", recipe("The first one migrates"));
        assertThat(run("./entrypoint one & ./entrypoint two & wait").text()).contains("serving one", "serving two");
        assertThat(Files.readAllLines(directory.resolve("migrated"))).hasSize(1);
    }

    @Test
    void aCiJobWithATimeLimit() throws Exception {
        write("integration-tests", "#!/bin/sh\n\"./lockstep\" who staging\nexit 3\n");
        write("job", recipe("A CI job with a time limit"));
        ClientProgram.Result job = run("BUILD_NUMBER=17 ./job");
        assertThat(job.exitCode()).isEqualTo(3);
        assertThat(job.text()).contains("build 17");
    }

    @Test
    void aServiceThatRunsOnce() throws Exception {
        write("scheduler", "#!/bin/sh\ntrap 'echo stopped; exit 0' TERM\necho started\nwhile :; do sleep 0.05; done\n");
        String unit = recipe("A service that runs once");
        String command = unit.lines()
                .filter(line -> line.startsWith("ExecStart="))
                .findFirst()
                .orElseThrow()
                .replace("ExecStart=", "exec ");
        try (RunningProcess service = start(command)) {
            service.awaitNext("started");
            service.terminate();
            service.awaitNext("stopped");
            assertThat(service.awaitExit()).isZero();
        }
        try (LineClient next = holding("scheduler")) {
            assertThat(next.ask("RELEASE scheduler").ok()).isTrue();
        }
    }

    private static LineClient holding(String name) throws IOException {
        LineClient client = cluster.connect(1);
        assertThat(client.ask("LOCK " + name).ok()).isTrue();
        return client;
    }

    /** The block in this section. */
    private static String recipe(String section) throws IOException {
        return Page.blocks("docs/RECIPES.md").stream()
                .filter(block -> block.section().equals(section))
                .map(block -> String.join("\n", block.lines()) + "\n")
                .findFirst()
                .orElseThrow();
    }

    private void write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.writeString(path, text);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private ClientProgram.Result run(String command) throws InterruptedException {
        try (RunningProcess process = start(command)) {
            process.endInput();
            int exitCode = process.awaitExit();
            return new ClientProgram.Result(exitCode, process.text());
        }
    }

    private RunningProcess start(String command) {
        Map<String, String> environment =
                Map.of("PATH", directory + ":" + System.getenv("PATH"), "LOCKSTEP_SERVER", cluster.addresses(1));
        return RunningProcess.start(command, directory, environment, List.of("sh", "-c", command));
    }
}
