package io.lockstep.endtoend.attack;

import io.lockstep.endtoend.cluster.ManyGrants;
import io.lockstep.endtoend.cluster.RealCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The cluster that is attacked. Its servers have the options of the scripts.
 *
 * @param heap of each server in megabytes, as in {@code -Xmx256m}
 * @param openFiles that each may have; 0 for as many as this process
 * @param locks that are held from the start
 * @param prefix of their names
 * @param alsoServed how a refusal of LOCK begins that is as good as a grant
 * @param mayEnd what a server may say and then end; empty if none may end
 */
record Setting(String heap, int openFiles, int locks, String prefix, String alsoServed, String mayEnd) {

    static final Setting DEFAULT = new Setting("256m", 0, 0, "", "OK", "");

    private static final String HEAP_OPTION = "-Xmx";
    private static final String FIRST_TIER_ONLY = "-XX:TieredStopAtLevel=1";

    /** The same with another heap, and as many locks for each megabyte. */
    Setting withHeap(String other) {
        int scaled = (int) ((long) locks * megabytes(other) / heapMegabytes());
        return new Setting(other, openFiles, scaled, prefix, alsoServed, mayEnd);
    }

    Setting withOpenFiles(int limit) {
        return new Setting(heap, limit, locks, prefix, alsoServed, mayEnd);
    }

    Setting withLocks(int number, String namePrefix) {
        return new Setting(heap, openFiles, number, namePrefix, alsoServed, mayEnd);
    }

    /** The servers become full, so a refusal for that reason is an answer. */
    Setting full() {
        return new Setting(heap, openFiles, locks, prefix, "ERR LIMIT", mayEnd);
    }

    /** A server may end if it says so. */
    Setting endingWith(String line) {
        return new Setting(heap, openFiles, locks, prefix, alsoServed, line);
    }

    /** Whether a server with this output may have ended. */
    boolean allowsEnd(String output) {
        return !mayEnd.isEmpty() && output.contains(mayEnd);
    }

    int heapMegabytes() {
        return megabytes(heap);
    }

    private static int megabytes(String heap) {
        return Integer.parseInt(heap.replace("m", ""));
    }

    /** Starts the servers, and takes the locks. */
    RealCluster start() throws InterruptedException, IOException {
        RealCluster cluster = RealCluster.start(3, this::asByTheScripts, "--locks-per-client", "0");
        ManyGrants.take(cluster.port(1), prefix, locks);
        return cluster;
    }

    private List<String> asByTheScripts(List<String> command) {
        List<String> words = new ArrayList<>(List.of("env", "MALLOC_MMAP_THRESHOLD_=30000"));
        if (openFiles > 0) {
            words.addAll(List.of("sh", "-c", "ulimit -n " + openFiles + " && exec \"$@\"", "sh"));
        }
        for (String word : command) {
            if (word.startsWith(HEAP_OPTION)) {
                words.addAll(List.of("-Xms24m", "-Xmn16m", HEAP_OPTION + heap, "-Xss512k"));
                words.add("-XX:+ExitOnOutOfMemoryError");
            } else if (!word.equals(FIRST_TIER_ONLY)) {
                words.add(word);
            }
        }
        return words;
    }
}
