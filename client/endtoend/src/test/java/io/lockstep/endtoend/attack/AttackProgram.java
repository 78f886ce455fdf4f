package io.lockstep.endtoend.attack;

import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.Uptime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Entry point of {@code scripts/attack}. */
final class AttackProgram {

    private static final int USAGE = 64;
    private static final AttackRun.Pace PACE = new AttackRun.Pace(10, 6, 10);

    private AttackProgram() {}

    /** Tries the attacks that are named, or all; exit status 0 if no bound was broken. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        boolean hasHeap = arguments.length > 1 && arguments[0].equals("--heap");
        String heap = hasHeap ? arguments[1] : Setting.DEFAULT.heap();
        if (!heap.matches("[1-9][0-9]{1,4}m")) {
            fail("--heap 64m expected, not " + heap);
        }
        List<String> names = List.of(arguments).subList(hasHeap ? 2 : 0, arguments.length);
        List<NamedAttack> attacks = names.isEmpty() ? Attacks.ALL : named(names);
        System.out.println("load " + Uptime.load() + "; the attacker has "
                + (AttackerProgram.hasOneCore() ? "one core" : "all cores"));
        List<String> broken = new ArrayList<>();
        for (NamedAttack attack : attacks) {
            if (!isHarmless(attack.on(attack.setting().withHeap(heap)))) {
                broken.add(attack.name());
            }
        }
        System.out.println(broken.isEmpty() ? "no bound was broken" : "BOUNDS BROKEN: " + String.join(", ", broken));
        System.exit(broken.isEmpty() ? 0 : 1);
    }

    private static List<NamedAttack> named(List<String> names) {
        List<NamedAttack> attacks = new ArrayList<>();
        for (String name : names) {
            try {
                attacks.add(Attacks.named(name));
            } catch (IllegalArgumentException unknown) {
                List<String> all = Attacks.ALL.stream().map(NamedAttack::name).toList();
                fail(unknown.getMessage() + "; there are " + String.join(", ", all));
            }
        }
        return attacks;
    }

    private static void fail(String message) {
        System.err.println("attack: " + message);
        System.exit(USAGE);
    }

    private static boolean isHarmless(NamedAttack attack) throws IOException, InterruptedException {
        Setting setting = attack.setting();
        try (RealCluster cluster = setting.start()) {
            AttackRun.Result run = new AttackRun(cluster, attack, PACE).run();
            List<String> flaws = new ArrayList<>(run.flaws());
            flaws.addAll(run.brokenBounds(setting.heapMegabytes()));
            List<String> outputs = outputs(cluster);
            new Aftermath(cluster, setting, flaws).inspect();
            String verdict = flaws.isEmpty() ? "ok" : "BROKEN: " + String.join("; ", flaws);
            System.out.println(attack.name() + ": " + verdict + "; " + run + ", heap " + setting.heap() + "; load "
                    + Uptime.load());
            if (!flaws.isEmpty()) {
                outputs.forEach(System.out::println);
            }
            return flaws.isEmpty();
        }
    }

    private static List<String> outputs(RealCluster cluster) {
        List<String> outputs = new ArrayList<>();
        for (int server = 1; server <= cluster.size(); server++) {
            outputs.add("server " + server + ":\n" + cluster.process(server).text());
        }
        return outputs;
    }
}
