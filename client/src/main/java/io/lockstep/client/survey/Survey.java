package io.lockstep.client.survey;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Reply;
import io.lockstep.client.session.ClientSession;
import io.lockstep.client.session.SessionListener;
import io.lockstep.client.session.SessionSettings;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * All servers of a cluster, each asked for itself, at about the same time.
 *
 * @param nodes the answer to NODES that named them
 * @param servers in the order of that answer
 */
public record Survey(Reply nodes, List<SurveyedServer> servers) {

    public Survey {
        servers = List.copyOf(servers);
    }

    /**
     * Asks every server that {@code nodes} names, in parallel. Blocks at most for the time-out of the settings, and a
     * little longer.
     *
     * @param nodes a successful answer to NODES
     * @param settings for the sessions; their servers do not matter
     * @param info what to ask each server, a form of INFO
     */
    public static Survey of(Reply nodes, SessionSettings settings, Call info) throws InterruptedException {
        List<Callable<SurveyedServer>> questions = nodes.rows().stream()
                .<Callable<SurveyedServer>>map(row -> () -> ask(row, settings, info))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, questions.size()));
        try {
            List<SurveyedServer> servers = new ArrayList<>();
            for (Future<SurveyedServer> server : threads.invokeAll(questions)) {
                servers.add(server.get());
            }
            return new Survey(nodes, servers);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a server could not be asked", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** The same, with a plain INFO. */
    public static Survey of(Reply nodes, SessionSettings settings) throws InterruptedException {
        return of(nodes, settings, Call.of(Verb.INFO));
    }

    /** The server that says itself that it leads; the one of the newest term, if several do. */
    public Optional<SurveyedServer> leader() {
        return servers.stream()
                .filter(server -> server.fact("role").equals("leader"))
                .max((one, other) -> Long.compare(one.number("term"), other.number("term")));
    }

    /** How many entries of the log a server has yet to apply, compared with the leader; -1 if that is not known. */
    public long trails(SurveyedServer server) {
        long index = server.number("index");
        return index < 0 || leader().isEmpty() ? -1 : Math.max(0, leader().get().number("index") - index);
    }

    private static SurveyedServer ask(ServerLine row, SessionSettings settings, Call info) throws InterruptedException {
        String address = row.options().getOrDefault("address", "");
        if (address.isEmpty()) {
            return unknown(row, "its address for clients is not known without a leader");
        }
        String silent = row.option("silent");
        if (silent != null) {
            return unknown(row, "the cluster has heard nothing of it for " + silent);
        }
        Optional<HostPort> place = HostPort.received(address);
        if (place.isEmpty()) {
            return unknown(row, "that is no address");
        }
        try (ClientSession session = new ClientSession(settings.at(List.of(place.get())), SessionListener.NONE)) {
            CallOutcome outcome = session.call(info);
            return outcome.success()
                    .map(facts -> told(row, facts))
                    .orElseGet(() -> unknown(
                            row, Failure.of(info, outcome).map(Failure::text).orElse("no answer")));
        }
    }

    private static SurveyedServer told(ServerLine row, Reply info) {
        Map<String, String> facts = new HashMap<>();
        info.rows().forEach(fact -> facts.putAll(fact.options()));
        boolean same = facts.getOrDefault("server", "").equals(row.option("server"))
                && facts.getOrDefault("storage", "").equals(row.options().getOrDefault("storage", ""));
        return same
                ? new SurveyedServer(row, facts, "")
                : unknown(
                        row,
                        "another server answers at this address, number " + facts.getOrDefault("server", "?")
                                + ", storage " + facts.getOrDefault("storage", "?"));
    }

    private static SurveyedServer unknown(ServerLine row, String why) {
        return new SurveyedServer(row, Map.of(), why);
    }
}
