package io.lockstep.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Every command has a manual page, and the shells complete commands and options. */
class PackagedTextsTest {

    /** Only a shell at a terminal has this while it completes. */
    private static final String WITHOUT_TERMINAL = "compopt() { :; }; ";

    @TempDir
    private static Path directory;

    private static Path texts;

    @BeforeAll
    static void write() throws IOException {
        texts = directory.resolve("texts");
        PackagedTexts.write(texts, "1.2.3");
    }

    @Test
    void everyCommandHasAPageThatNamesItsOptions() throws IOException {
        int pages = 0;
        for (CommandLine program : Programs.all()) {
            for (CommandLine command : Programs.withCommandsBelow(program)) {
                String name = command.getCommandSpec().qualifiedName("-");
                String page = Files.readString(texts.resolve("man/man1/" + name + ".1"));
                assertThat(page).startsWith(".TH ").contains("Lockstep 1.2.3", ".SH SYNOPSIS");
                command.getCommandSpec().options().stream()
                        .filter(option -> !option.hidden())
                        .forEach(option -> assertThat(page)
                                .as(name)
                                .contains("\\fB" + option.longestName().replace("-", "\\-") + "\\fR"));
                pages++;
            }
        }
        assertThat(pages).isGreaterThan(25);
    }

    @Test
    void theSameProgramsGiveTheSameFiles() throws IOException {
        Path again = directory.resolve("again");
        PackagedTexts.write(again, "1.2.3");
        try (Stream<Path> files = Files.walk(texts)) {
            assertThat(files.filter(Files::isRegularFile))
                    .hasSizeGreaterThan(30)
                    .allSatisfy(file ->
                            assertThat(again.resolve(texts.relativize(file))).hasSameBinaryContentAs(file));
        }
    }

    @Test
    void groffFindsNothingWrongWithThePages() throws Exception {
        require("groff");
        List<String> command = new ArrayList<>(List.of("groff", "-man", "-Tutf8", "-ww", "-z"));
        try (Stream<Path> pages = Files.list(texts.resolve("man/man1"))) {
            pages.map(Path::toString).sorted().forEach(command::add);
        }
        assertThat(output(command)).isEmpty();
    }

    @Test
    void bashCompletes() throws Exception {
        require("bash");
        String script = WITHOUT_TERMINAL + ". " + texts.resolve("bash-completion/completions/lockstep") + "; "
                + completing("lockstep", "adm") + completing("lockstep", "admin", "rem")
                + completing("lockstep", "lock", "--det");
        assertThat(output(List.of("bash", "--norc", "-c", script)).lines())
                .containsExactly("admin", "remove-server", "--detach");
    }

    /** What bash does when somebody presses the key behind these words. */
    private static String completing(String... words) {
        return "COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD=" + (words.length - 1)
                + "; COMPREPLY=(); _complete_lockstep; echo ${COMPREPLY[*]}; ";
    }

    @Test
    void bashCompletesTheServers() throws Exception {
        require("bash");
        for (String program : List.of("lockstep-leader", "lockstep-follower")) {
            String script =
                    WITHOUT_TERMINAL + ". " + texts.resolve("bash-completion/completions/" + program) + "; COMP_WORDS=("
                            + program + " --adv); COMP_CWORD=1; _complete_" + program + "; echo ${COMPREPLY[*]}";
            assertThat(output(List.of("bash", "--norc", "-c", script)).strip()).isEqualTo("--advertise");
        }
    }

    @Test
    void zshLoadsTheCompletions() throws Exception {
        require("zsh");
        String script = "fpath=(" + texts.resolve("zsh/vendor-completions") + " $fpath); autoload -Uz compinit;"
                + " compinit -u -d " + directory.resolve("zcompdump") + "; echo $_comps[lockstep];"
                + " autoload +X _lockstep && whence -w _lockstep";
        assertThat(output(List.of("zsh", "-f", "-c", script)).lines())
                .containsExactly("_lockstep", "_lockstep: function");
    }

    @Test
    void fishCompletes() throws Exception {
        require("fish");
        String script = "source " + texts.resolve("fish/vendor_completions.d/lockstep.fish")
                + "; complete -C 'lockstep adm'; complete -C 'lockstep admin remov'; complete -C 'lockstep lock --det'";
        assertThat(output(List.of("fish", "--no-config", "-c", script)).lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("admin\t"),
                        line -> assertThat(line).startsWith("remove-server\t"),
                        line -> assertThat(line).startsWith("--detach\t"));
    }

    private static void require(String program) throws Exception {
        boolean installed = new ProcessBuilder("sh", "-c", "command -v " + program)
                        .redirectErrorStream(true)
                        .start()
                        .waitFor()
                == 0;
        Assumptions.assumeTrue(installed, program + " is not installed");
    }

    private static String output(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .directory(directory.toFile())
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
