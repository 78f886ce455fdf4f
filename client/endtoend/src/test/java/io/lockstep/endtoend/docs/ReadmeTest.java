package io.lockstep.endtoend.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.FreePorts;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.RunningProcess;
import io.lockstep.endtoend.scripts.ScriptsTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of {@code README.md} work, in the order of the page: every line of its {@code sh} blocks is run, on
 * ports and in a directory of its own. A {@code console} block is what is typed into the client that the block before
 * it opens, and what comes back; numbers may differ. The {@code shell} block with {@code --insecure} starts servers on
 * three hosts; here they are three loopback addresses. {@link SecureStartTest} runs the one with TLS.
 */
@Tag("jdk")
class ReadmeTest {

    private static final Pattern PROMPT = Pattern.compile("lockstep .*> (.*)");
    private static final Pattern PORT = Pattern.compile("\\b900([0-9])\\b");

    @TempDir
    private Path directory;

    private final int port = FreePorts.block(3);

    @Test
    void theCommandsOfTheReadmeWorkInTheirOrder() throws Exception {
        List<Page.Block> blocks = Page.blocks("README.md");
        int run = 0;
        try {
            for (int i = 0; i < blocks.size(); i++) {
                Page.Block next = i + 1 < blocks.size() ? blocks.get(i + 1) : blocks.get(i);
                for (String line :
                        blocks.get(i).kind().equals("sh") ? blocks.get(i).lines() : List.<String>of()) {
                    run(line, next.kind().equals("console") ? next.lines() : List.of());
                    run++;
                }
            }
        } finally {
            shell("scripts/cluster stop", "");
        }
        assertThat(run).isGreaterThanOrEqualTo(10);
    }

    @Test
    void theCommandsForThreeHostsStartACluster() throws Exception {
        Assumptions.assumeTrue(threeAddresses(), "this machine has no 127.0.0.2 and 127.0.0.3");
        Page.Block block = Page.blocks("README.md").stream()
                .filter(each -> each.kind().equals("shell"))
                .filter(each -> each.lines().get(1).contains("--insecure"))
                .findFirst()
                .orElseThrow();
        List<String> commands =
                block.lines().stream().filter(line -> !line.startsWith("#")).toList();
        List<RunningProcess> servers = new ArrayList<>();
        try {
            for (String command : commands.subList(0, commands.size() - 1)) {
                boolean starts = !command.contains("client.jar");
                String own = onThisMachine(command)
                        .replace("/var/lib/lockstep", directory + "/" + (starts ? servers.size() : 0))
                        .replace("cluster-secret", directory + "/cluster-secret");
                if (starts) {
                    servers.add(RunningProcess.start(own, Jars.PROJECT, Map.of(), List.of("sh", "-c", "exec " + own)));
                    servers.get(servers.size() - 1).awaitNext("READY");
                } else {
                    ClientProgram.Result done = shell(own, "");
                    assertThat(done.exitCode()).as(done.text()).isZero();
                }
            }
            String client = onThisMachine(commands.get(commands.size() - 1)) + " --await-voters 3 --timeout 60s";
            ClientProgram.Result nodes = shell(client, "");
            assertThat(nodes.exitCode()).as(nodes.text()).isZero();
            assertThat(nodes.text()).contains("127.0.0.1:" + port, "127.0.0.2:" + port, "127.0.0.3:" + port);
        } finally {
            servers.forEach(RunningProcess::close);
        }
    }

    private static boolean threeAddresses() {
        try (ServerSocket second = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"));
                ServerSocket third = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.3"))) {
            return second.isBound() && third.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private String onThisMachine(String command) {
        return command.replaceAll("(leader|follower|client)\\.jar", "$1/target/$1.jar")
                .replace("java ", Path.of(System.getProperty("java.home"), "bin", "java") + " ")
                .replace("10.0.0.", "127.0.0.")
                .replace(":9000", ":" + port)
                // Here the three hosts have one loopback address for HTTP.
                .replace("--port 9000", "--port " + port + " --http-port off");
    }

    private void run(String line, List<String> conversation) throws InterruptedException {
        if (line.contains("| nc ") && shell("command -v nc", "").exitCode() != 0) {
            System.out.println("There is no nc here; not run: " + line);
            return;
        }
        List<String> typed = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        for (String each : conversation) {
            Matcher prompt = PROMPT.matcher(each);
            if (prompt.matches()) {
                typed.add(prompt.group(1));
            } else {
                shown.add(withoutNumbers(each));
            }
        }
        ClientProgram.Result result = shell(line, String.join("\n", typed));
        assertThat(result.exitCode()).as("%s%n%s", line, result.text()).isZero();
        String text = withoutNumbers(result.text());
        assertThat(shown).allSatisfy(each -> assertThat(text).contains(each));
    }

    private ClientProgram.Result shell(String line, String input) throws InterruptedException {
        Map<String, String> environment = ScriptsTest.environment(directory.resolve("run"), port);
        String command =
                PORT.matcher(line).replaceAll(found -> Integer.toString(port + Integer.parseInt(found.group(1))));
        return ClientProgram.run(List.of("sh", "-c", command), environment, input);
    }

    /** Replaces labels and numbers, as users and machines differ, and ages may be in milliseconds. */
    private static String withoutNumbers(String text) {
        return text.replaceAll("\\([^() ]+@[^() ]+\\[\\d+]\\)", "(label)")
                .replaceAll("\\d+(ms)?", "#")
                .replace("#s", "#");
    }
}
