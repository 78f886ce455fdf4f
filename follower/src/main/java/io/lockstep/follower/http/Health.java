package io.lockstep.follower.http;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The health of a server: whether it lives, has started, and is ready. Answered from what the loop and the engine last
 * said of themselves, so a loop or a disk that stands still does not hold an answer up. Any thread.
 */
final class Health {

    /** A disk that has not answered a write for this long counts as failed; one that never answers ends the server. */
    private static final long DISK_MILLIS_MAX = 5_000;

    /** A server that has not applied what was committed this long ago is behind. */
    private static final long BEHIND_MILLIS_MAX = 5_000;

    private final HealthFacts facts;

    Health(HealthFacts facts) {
        this.facts = facts;
    }

    /** One check. */
    private record Check(String name, boolean passed, String detail) {}

    /** The routes. Nobody needs to be a user for them, and their answers tell nothing else. */
    List<HttpRoute> routes() {
        return List.of(
                route("/livez", () -> List.of(loop(), disk())),
                route("/startupz", () -> List.of(started())),
                route("/readyz", () -> List.of(started(), running(), loop(), disk(), leader(), applied())));
    }

    private HttpRoute route(String path, Supplier<List<Check>> checks) {
        return new HttpRoute(
                "GET",
                path,
                HttpRoute.Admission.ANYONE,
                HttpRoute.Lane.HEALTH,
                request -> reply(checks.get(), request.parameter("verbose") != null));
    }

    /** What failed is told in any case: whoever looks wants to know why. */
    private static HttpReply reply(List<Check> checks, boolean verbose) {
        boolean passed = checks.stream().allMatch(Check::passed);
        String lines = checks.stream()
                .filter(check -> verbose || !check.passed)
                .map(check -> "[" + (check.passed ? "+" : "-") + "] " + check.name + ": " + check.detail + "\n")
                .collect(Collectors.joining());
        return HttpReply.text(passed ? 200 : 503, lines + (passed ? "ok\n" : "failed\n"));
    }

    private Check started() {
        boolean started = facts.hasStarted();
        return new Check("started", started, started ? "the data is read" : "the server is reading its data");
    }

    private Check running() {
        boolean stopping = facts.isStopping();
        return new Check("running", !stopping, stopping ? "the server is stopping" : "the server goes on");
    }

    private Check loop() {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(facts.loopSilentNanos());
        boolean turns = !facts.isLoopStuck();
        return new Check("loop", turns, turns ? "the loop turns" : "the loop has not turned for " + seconds + " s");
    }

    private Check disk() {
        long millis = facts.diskSilentMillis();
        boolean answers = millis < DISK_MILLIS_MAX;
        return new Check(
                "disk",
                answers,
                answers ? "the disk answers" : "the disk has not answered a write for " + millis / 1_000 + " s");
    }

    private Check leader() {
        int leader = facts.leader();
        return new Check("leader", leader != 0, leader == 0 ? "no leader is known" : "server " + leader + " leads");
    }

    private Check applied() {
        long millis = facts.behindMillis();
        boolean level = facts.isLevel();
        boolean passed = level && millis < BEHIND_MILLIS_MAX;
        String detail = !level
                ? "the server has not caught up since its start"
                : passed ? "the lock map is up to date" : "the lock map is " + millis / 1_000 + " s behind";
        return new Check("applied", passed, detail);
    }
}
