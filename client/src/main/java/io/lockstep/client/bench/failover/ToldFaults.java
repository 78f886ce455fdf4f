package io.lockstep.client.bench.failover;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The faults during a benchmark of fail-over: each line on standard input tells of one. */
public final class ToldFaults {

    private ToldFaults() {}

    /** Returns what is told of faults, on a thread of its own if they are told. */
    public static FaultGaps gaps(int clients, boolean told) {
        FaultGaps gaps = new FaultGaps(clients, System.nanoTime(), ToldFaults::over);
        if (told) {
            Thread reader = new Thread(() -> read(gaps), "faults");
            reader.setDaemon(true);
            reader.start();
        }
        return gaps;
    }

    private static void read(FaultGaps gaps) {
        try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (input.readLine() != null) {
                gaps.fault(System.nanoTime());
            }
        } catch (IOException broken) {
            System.err.println("standard input broke: " + broken.getMessage());
        }
        gaps.end();
    }

    private static void over(int fault, FaultGap gap) {
        System.err.printf(
                "fault %d: no grant for %.0f ms, slowest client %.0f ms%n",
                fault, gap.anyMillis(), gap.slowestMillis());
    }
}
