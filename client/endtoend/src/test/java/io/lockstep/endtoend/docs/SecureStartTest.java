package io.lockstep.endtoend.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.FreePorts;
import io.lockstep.endtoend.library.PageExamples;
import io.lockstep.endtoend.scripts.ScriptsTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster of three hosts with TLS and users, from the pages alone: the commands of {@code README.md}, then those of
 * {@code docs/OPERATIONS.md} on certificates, the secret and users, then the programs of {@code docs/LIBRARY.md} that
 * use TLS. All run as they are written, one after the other.
 */
@Timeout(300)
class SecureStartTest {

    private static final List<String> SECTIONS = List.of("TLS", "The cluster's secret", "Users and rights");

    @TempDir
    private Path directory;

    @Test
    void thePagesLeadToAClusterWithTlsAndUsers() throws Exception {
        String obstacle = ThreeHosts.obstacle();
        // A build machine must have what it takes, so that the test cannot be skipped there.
        if (System.getenv("CI") != null) {
            assertThat(obstacle).isEmpty();
        }
        Assumptions.assumeTrue(obstacle.isEmpty(), obstacle);
        try (ThreeHosts hosts = new ThreeHosts(directory)) {
            String nodes = hosts.run(awaiting(theStart()));
            assertThat(nodes).contains("10.0.0.1:9000", "10.0.0.2:9000", "10.0.0.3:9000", "survives the loss of 1");
            List<Page.Block> blocks = blocks("shell");
            assertThat(blocks).hasSizeGreaterThanOrEqualTo(5);
            int last = blocks.size() - 1;
            for (Page.Block block : blocks.subList(0, last)) {
                String printed = hosts.run(block);
                if (String.join("\n", block.lines()).endsWith("echo only one of us")) {
                    assertThat(printed).contains("only one of us");
                }
            }
            runPrograms(hosts);
            assertThat(hosts.run(blocks.get(last)))
                    .contains("user reports: remove", "refused LOCK, times: 1", ", from 10.0.0.");
        }
    }

    private static List<Page.Block> blocks(String kind) throws Exception {
        List<Page.Block> all = Page.blocks("docs/OPERATIONS.md").stream()
                .filter(block -> SECTIONS.contains(block.section()))
                .toList();
        assertThat(all).allMatch(block -> List.of("sh", "shell").contains(block.kind()));
        return all.stream().filter(block -> block.kind().equals(kind)).toList();
    }

    @Test
    void theScriptsStartOneOnOneMachine() throws Exception {
        Path run = directory.resolve("run");
        List<Page.Block> blocks = blocks("sh");
        assertThat(blocks).hasSize(1);
        Map<String, String> environment = new HashMap<>(ScriptsTest.environment(run, FreePorts.block(3)));
        environment.put("LOCKSTEP_START_SECONDS", "120");
        String commands = String.join("\n", blocks.get(0).lines()).replaceAll("([ =])run/", "$1" + run + "/");
        try {
            ClientProgram.Result result = ClientProgram.run(List.of("sh", "-e", "-c", commands), environment, "");
            assertThat(result.exitCode()).as(result.text()).isZero();
            assertThat(result.text()).contains("survives the loss of 1", "leader stopped");
        } finally {
            ClientProgram.run(List.of("scripts/cluster", "stop"), environment, "");
        }
    }

    private static Page.Block theStart() throws Exception {
        return Page.blocks("README.md").stream()
                .filter(block -> block.section().equals("On three hosts"))
                .filter(block -> String.join("\n", block.lines()).contains("--tls-ca"))
                .findFirst()
                .orElseThrow();
    }

    /** The last command shows the servers; here it waits until all three vote. */
    private static Page.Block awaiting(Page.Block start) {
        List<String> lines = start.lines();
        int last = lines.size() - 1;
        assertThat(lines.get(last)).endsWith(" nodes");
        lines.set(last, lines.get(last) + " --await-voters 3 --timeout 60s");
        return start;
    }

    private static void runPrograms(ThreeHosts hosts) throws Exception {
        List<PageExamples.Example> examples = PageExamples.of("docs/LIBRARY.md").stream()
                .filter(PageExamples.Example::usesTls)
                .toList();
        assertThat(examples).isNotEmpty();
        for (PageExamples.Example example : examples) {
            Path source = hosts.desk().directory().resolve("Example.java");
            Files.writeString(source, example.source("Example"));
            String printed = hosts.desk()
                    .type("java -cp " + System.getProperty("java.class.path") + " " + source + " $LOCKSTEP_SERVER");
            assertThat(printed).contains(example.output());
        }
    }
}
