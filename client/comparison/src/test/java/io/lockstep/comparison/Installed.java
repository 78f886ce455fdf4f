package io.lockstep.comparison;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Programs of other packages on this machine. */
final class Installed {

    private Installed() {}

    /** What the program says of its version; empty if it is not installed. */
    static String version(String program, String flag, String pattern) {
        try {
            Process process =
                    new ProcessBuilder(program, flag).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher matcher = Pattern.compile(pattern).matcher(said);
            return matcher.find() ? matcher.group(1) : "";
        } catch (IOException notInstalled) {
            return "";
        }
    }
}
