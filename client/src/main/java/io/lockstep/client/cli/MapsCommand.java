package io.lockstep.client.cli;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.command.ClientCommand;
import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Reply;
import io.lockstep.client.session.ClientSession;
import io.lockstep.client.survey.Survey;
import io.lockstep.client.survey.SurveyedServer;
import io.lockstep.common.protocol.Verb;
import io.lockstep.program.ExitCode;
import io.lockstep.program.Json;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code lockstep maps}: compares the servers' copies of the lock map. */
@Command(
        name = "maps",
        aliases = "hash",
        description = {
            "Compares the lock maps of all servers.",
            "Prints the applied index and the hash of each map, once all servers have applied the same index. Exit"
                    + " status 1 if two maps differ at the same index."
        })
final class MapsCommand extends ClientCommand {

    private static final long PAUSE_MILLIS = 50;

    /** One server's copy. If the server does not answer, {@code index} is -1 and {@code hash} is the reason. */
    private record Copy(long server, String address, String role, long index, String hash) {

        boolean known() {
            return index >= 0;
        }

        String text() {
            return "server " + server + "  " + address + "  " + role
                    + (known() ? "  index " + index + "  hash " + hash : "  does not answer: " + hash);
        }

        String json() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("server", server);
            fields.put("address", address);
            fields.put("role", role);
            if (known()) {
                fields.put("index", index);
            }
            fields.put(known() ? "hash" : "error", hash);
            return Json.object(fields);
        }
    }

    @Override
    protected int run(Output output) throws InterruptedException {
        Call nodes = Call.of(Verb.NODES);
        Reply known;
        try (ClientSession session = session(settings(), output)) {
            CallOutcome outcome = session.call(nodes);
            if (outcome.success().isEmpty()) {
                return output.outcome(nodes, outcome);
            }
            known = outcome.success().get();
        }
        List<Copy> copies = atOneIndex(known);
        if (!output.quiet()) {
            copies.forEach(copy -> output.data(copy.text(), copy.json()));
        }
        return verdict(copies, output);
    }

    /** Asks until all servers report the same index, or time is up: under load they may never do. */
    private List<Copy> atOneIndex(Reply nodes) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + options().timeout().toNanos();
        List<Copy> copies = ask(nodes);
        while (!level(copies)
                && conflict(copies) == null
                && copies.stream().allMatch(Copy::known)
                && deadlineNanos - System.nanoTime() > 0) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            copies = ask(nodes);
        }
        return copies;
    }

    private List<Copy> ask(Reply nodes) throws InterruptedException {
        return Survey.of(nodes, settings(), Call.of(Verb.INFO).with("hash", "yes")).servers().stream()
                .map(MapsCommand::copy)
                .toList();
    }

    private static Copy copy(SurveyedServer server) {
        return new Copy(
                server.number(),
                server.address(),
                server.role(),
                server.answers() ? server.number("index") : -1,
                server.answers() ? server.fact("hash") : server.silence());
    }

    private static boolean level(List<Copy> copies) {
        return copies.stream().mapToLong(Copy::index).distinct().count() <= 1;
    }

    /** The index at which two maps differ; null if there is none. */
    private static @Nullable Long conflict(List<Copy> copies) {
        Map<Long, String> hashes = new HashMap<>();
        for (Copy copy : copies) {
            String other = copy.known() ? hashes.putIfAbsent(copy.index(), copy.hash()) : null;
            if (other != null && !other.equals(copy.hash())) {
                return copy.index();
            }
        }
        return null;
    }

    private static int verdict(List<Copy> copies, Output output) {
        Long index = conflict(copies);
        if (index != null) {
            return output.failure(new Failure(
                    "MAPS_DIFFER",
                    "error: two maps differ at index " + index + "; please report this",
                    Map.of("index", index),
                    ExitCode.NO));
        }
        if (!copies.stream().allMatch(Copy::known)) {
            return output.failure(Failure.unavailable("at least one server does not answer"));
        }
        if (!level(copies)) {
            return output.failure(
                    Failure.unavailable("the servers never had the same index, so their maps were not compared"));
        }
        return ExitCode.OK;
    }
}
