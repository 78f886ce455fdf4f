package io.lockstep.endtoend.attack;

import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold of a cluster after an attack, and again after a restart of all its servers. */
final class Aftermath {

    private final RealCluster cluster;
    private final Setting setting;
    private final List<String> flaws;

    /** @param flaws gets what does not hold */
    Aftermath(RealCluster cluster, Setting setting, List<String> flaws) {
        this.cluster = cluster;
        this.setting = setting;
        this.flaws = flaws;
    }

    void inspect() throws InterruptedException {
        if (areWell()) {
            inspectWork("after the attack");
        }
        cluster.killAll();
        for (int server = 1; server <= cluster.size(); server++) {
            cluster.launch(server);
        }
        try {
            cluster.awaitVoters(3);
            inspectWork("after a restart");
        } catch (AssertionError notReady) {
            flaws.add("after a restart: " + notReady.getMessage());
        }
    }

    /** Whether all servers live and have logged no error. One that was allowed to end is started again. */
    private boolean areWell() throws InterruptedException {
        int before = flaws.size();
        for (int server = 1; server <= cluster.size(); server++) {
            String output = cluster.process(server).text();
            if (!cluster.process(server).isAlive() && setting.allowsEnd(output)) {
                cluster.restart(server);
            } else if (!cluster.process(server).isAlive()) {
                flaws.add("server " + server + " has ended: " + lastLine(output));
            } else if (output.contains("ERROR") || output.contains("\tat ")) {
                flaws.add("server " + server + " logged an error or a stack trace");
            }
        }
        return flaws.size() == before;
    }

    private static String lastLine(String output) {
        return output.substring(output.lastIndexOf('\n') + 1);
    }

    private void inspectWork(String when) throws InterruptedException {
        try {
            for (int server = 1; server <= cluster.size(); server++) {
                requireWork(server);
            }
            RealCluster.await("all maps are equal", this::mapsAreEqual);
        } catch (IOException | AssertionError flaw) {
            flaws.add(when + ": " + flaw.getMessage());
        }
    }

    private void requireWork(int server) throws IOException {
        try (LineClient client = cluster.connect(server)) {
            require(client.ask("NODES").line(), "OK NODES n=3 voters=3 ");
            String answer = client.ask("LOCK aftermath").line();
            if (answer.startsWith("ERR LIMIT")) {
                // The servers are full: an operator can make room.
                makeRoom(client);
            } else {
                require(answer, "OK LOCK");
                require(client.ask("RELEASE aftermath").line(), "OK RELEASE");
            }
        }
    }

    private static void makeRoom(LineClient client) throws IOException {
        LineClient.Answer list = client.ask("LIST limit=1 prefix=" + LocksWithoutEnd.PREFIX);
        String name = list.rows().get(0).value();
        String force = "FORCE " + name + " token=" + list.fact("token") + " reason=full";
        require(client.ask(force).line(), "OK FORCE");
    }

    private static void require(String answer, String beginning) {
        if (!answer.startsWith(beginning)) {
            throw new AssertionError(beginning + " expected, not: " + answer);
        }
    }

    private boolean mapsAreEqual() throws IOException {
        Set<String> states = new HashSet<>();
        for (int server = 1; server <= cluster.size(); server++) {
            try (LineClient client = cluster.connect(server)) {
                LineClient.Answer info = client.ask("INFO hash=yes");
                states.add(info.fact("index") + " " + info.fact("hash"));
            }
        }
        return states.size() == 1;
    }
}
