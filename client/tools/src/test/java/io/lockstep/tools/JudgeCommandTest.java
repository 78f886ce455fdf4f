package io.lockstep.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.program.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeCommandTest {

    private static final String GRANT =
            "{\"client\":\"A\",\"op\":\"acquire\",\"lock\":\"l\",\"call\":1,\"ret\":2,\"result\":\"ok\",\"token\":1}\n";
    private static final String FREE =
            "{\"client\":\"B\",\"op\":\"status\",\"lock\":\"l\",\"call\":5,\"ret\":6,\"result\":\"ok\",\"owner\":null}\n";
    private static final String RELEASE =
            "{\"client\":\"A\",\"op\":\"release\",\"lock\":\"l\",\"call\":3,\"ret\":4,\"result\":\"ok\",\"token\":1}\n";

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int judge(String... arguments) {
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        String[] all = new String[arguments.length + 1];
        all[0] = "judge";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return ToolsMain.run(stream, stream, all);
    }

    private String file(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    @Test
    void theExitStatusSaysWhatTheVerdictIs() throws Exception {
        String sound = file("sound", "# by hand\n" + GRANT + RELEASE + FREE);
        assertThat(judge(sound)).isEqualTo(ExitCode.OK);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("sound: 3 operations, 1 grants\n");
        assertThat(judge(file("broken", GRANT + FREE))).isEqualTo(ExitCode.NO);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("violation: lock \"l\": the rule is that ", FREE);
        assertThat(judge("--states-max", "0", sound)).isEqualTo(ExitCode.OUTCOME_UNKNOWN);
        assertThat(judge(file("malformed", GRANT + "x\n"))).isEqualTo(ExitCode.BAD_DATA);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("malformed:2: ");
        assertThat(judge(directory.resolve("absent").toString())).isEqualTo(ExitCode.BAD_DATA);
        assertThat(judge()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void severalFilesAreOneHistory() throws Exception {
        assertThat(judge(file("1", GRANT + FREE), file("2", RELEASE))).isEqualTo(ExitCode.OK);
    }
}
