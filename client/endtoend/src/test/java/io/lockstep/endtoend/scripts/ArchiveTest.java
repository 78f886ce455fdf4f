package io.lockstep.endtoend.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.FreePorts;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.RunningProcess;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After {@code scripts/archive}, programs that the scripts start load their classes from the archives. */
@Tag("jdk")
class ArchiveTest {

    private static final String FROM_ARCHIVE = " source: shared objects file (top)";

    @TempDir
    private Path directory;

    @Test
    void aServerAndAClientTakeTheirClassesFromTheArchive() throws Exception {
        int port = FreePorts.block(2);
        Map<String, String> environment = new HashMap<>(ScriptsTest.environment(directory.resolve("run"), port));
        environment.put("TMPDIR", directory.toString());
        environment.put("LOCKSTEP_INSTALLED", directory.resolve("installed").toString());
        ClientProgram.Result archive = ClientProgram.run(List.of(script("archive")), environment, "");
        assertThat(archive.exitCode()).as(archive.text()).isZero();

        environment.put("LOCKSTEP_JAVA_OPTIONS", "-Xlog:class+load");
        environment.put("LOCKSTEP_CLIENT_JAVA_OPTIONS", "-Xlog:class+load");
        try (RunningProcess server =
                RunningProcess.start("leader", Jars.PROJECT, environment, List.of(script("leader")))) {
            server.await("READY", line -> line.startsWith("READY server=1 "));
            assertThat(server.text()).contains("io.lockstep.follower.node.Node" + FROM_ARCHIVE);
            ClientProgram.Result nodes =
                    ClientProgram.run(List.of(script("client"), "leader", "nodes"), environment, "");
            assertThat(nodes.text()).contains("io.lockstep.client.session.ClientSession" + FROM_ARCHIVE);
        }
    }

    private static String script(String name) {
        return Jars.PROJECT.resolve("scripts").resolve(name).toString();
    }
}
