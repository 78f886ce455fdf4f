package io.lockstep.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * Writes the manual pages and the completions of all programs below a directory: {@code man/man1}, {@code
 * bash-completion/completions}, {@code zsh/vendor-completions} and {@code fish/vendor_completions.d}. The same programs
 * give the same files, bit for bit.
 */
public final class PackagedTexts {

    private PackagedTexts() {}

    /** Takes the directory and the version to name on the pages. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("give a directory and a version");
        }
        write(Path.of(arguments[0]), arguments[1]);
    }

    static void write(Path directory, String version) throws IOException {
        Path pages = Files.createDirectories(directory.resolve("man/man1"));
        Path bash = Files.createDirectories(directory.resolve("bash-completion/completions"));
        Path zsh = Files.createDirectories(directory.resolve("zsh/vendor-completions"));
        Path fish = Files.createDirectories(directory.resolve("fish/vendor_completions.d"));
        for (CommandLine program : Programs.all()) {
            String name = program.getCommandName();
            for (CommandLine command : Programs.withCommandsBelow(program)) {
                ManualPage page = new ManualPage(command, version);
                Files.writeString(pages.resolve(page.name() + ".1"), page.text());
            }
            String script = AutoComplete.bash(name, program);
            Files.writeString(bash.resolve(name), script);
            Files.writeString(zsh.resolve("_" + name), forZsh(name, script));
            Files.writeString(fish.resolve(name + ".fish"), new FishCompletion(program).text());
        }
    }

    /** The script of bash as a function that zsh loads when it completes the program for the first time. */
    private static String forZsh(String name, String script) {
        String function = "_complete_" + name;
        if (!script.contains("function " + function + "()")) {
            throw new IllegalStateException("the completion of " + name + " has no function " + function);
        }
        return "#compdef " + name + "\nautoload -U +X bashcompinit && bashcompinit\n" + script
                + "\n_bash_complete -o default -F " + function + "\n";
    }
}
