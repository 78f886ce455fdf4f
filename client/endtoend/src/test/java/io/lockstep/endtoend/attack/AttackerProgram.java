package io.lockstep.endtoend.attack;

import io.lockstep.endtoend.cluster.RunningProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The process of an attacker. Where the system can do that, it has the second processor and no other. */
final class AttackerProgram {

    static final String BEGINNING = "attacking";
    static final String END = "got: ";

    private static final List<String> ON_ONE_CORE = onOneCore("taskset", "-c", "1");

    private AttackerProgram() {}

    private static List<String> onOneCore(String... prefix) {
        List<String> trial = new ArrayList<>(List.of(prefix));
        trial.add("true");
        try {
            boolean works = new ProcessBuilder(trial).start().waitFor() == 0;
            return works ? List.of(prefix) : List.of();
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether attackers are kept on one core. */
    static boolean hasOneCore() {
        return !ON_ONE_CORE.isEmpty();
    }

    /** Starts an attacker. It says {@link #BEGINNING} when it begins and {@link #END} with its tally at the end. */
    static RunningProcess start(String attack, List<String> target) {
        List<String> command = new ArrayList<>(ON_ONE_CORE);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-Xshare:auto"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), AttackerProgram.class.getName()));
        command.add(attack);
        command.addAll(target);
        return RunningProcess.start("attacker", Path.of("").toAbsolutePath(), Map.of(), command);
    }

    /** The entry point: the name of the attack, and its target. */
    public static void main(String[] arguments) {
        Attack attack = Attacks.named(arguments[0]).attack();
        Target target = Target.of(List.of(arguments).subList(1, arguments.length));
        Tally got = new Tally();
        System.out.println(BEGINNING);
        try {
            attack.run(target, got);
        } catch (IOException stopped) {
            got.count(stopped.toString());
        }
        System.out.println(END + got);
    }
}
