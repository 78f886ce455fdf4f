package io.lockstep.client.survey;

import io.lockstep.client.answer.NodesText;
import io.lockstep.program.Json;
import io.lockstep.program.LineFields;
import io.lockstep.program.TextTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Shows a survey: a table for a person, one JSON object a server for a program. Pure. */
public final class ServersText {

    private static final List<String> HEADERS = List.of(
            "SERVER",
            "ADDRESS",
            "ROLE",
            "TERM",
            "INDEX",
            "TRAILS",
            "HEARD",
            "FSYNC",
            "VERSION",
            "CERTIFICATE UNTIL",
            "STATE");

    /** Numbers that a server tells of itself. */
    private static final List<String> NUMBERS =
            List.of("term", "index", "fsync_p99_micros", "connections", "sessions_here", "map_bytes", "heap_bytes");

    /** A server is called silent from three seconds on. */
    private static final String LATELY = "<3s";

    private static final int DATE_LENGTH = 10;

    private ServersText() {}

    /** The lines of the table, and one for the cluster. */
    public static List<String> of(Survey survey) {
        List<String> lines = new ArrayList<>(new TextTable(HEADERS)
                .lines(survey.servers().stream()
                        .map(server -> row(survey, server))
                        .toList()));
        lines.add(NodesText.total(survey.nodes()));
        return lines;
    }

    private static List<String> row(Survey survey, SurveyedServer server) {
        long trails = survey.trails(server);
        String expires = server.fact("tls_expires");
        return List.of(
                Long.toString(server.number()),
                server.address(),
                server.role(),
                server.fact("term"),
                server.fact("index"),
                trails < 0 ? "" : Long.toString(trails),
                server.row().options().getOrDefault("silent", LATELY),
                fsync(server),
                server.fact("version"),
                expires.substring(0, Math.min(DATE_LENGTH, expires.length())),
                state(server));
    }

    /** Such as {@code 2.5ms}: 99 of 100 of the newest writes took no longer. */
    private static String fsync(SurveyedServer server) {
        long micros = server.number("fsync_p99_micros");
        return micros < 0
                ? ""
                : BigDecimal.valueOf(micros, 3).stripTrailingZeros().toPlainString() + "ms";
    }

    private static String state(SurveyedServer server) {
        String marks = NodesText.marks(server.row()).strip();
        if (!marks.isEmpty()) {
            return marks;
        }
        return server.answers() ? "ok" : "NO ANSWER: " + server.silence();
    }

    /** One object a server. A number that is not known has no key. */
    public static List<String> json(Survey survey) {
        return survey.servers().stream().map(server -> json(survey, server)).toList();
    }

    private static String json(Survey survey, SurveyedServer server) {
        Map<String, Object> fields = LineFields.of(server.row());
        Map<String, Object> cluster = LineFields.of(survey.nodes().line());
        cluster.remove("n");
        fields.putAll(cluster);
        NUMBERS.stream().filter(key -> server.number(key) >= 0).forEach(key -> fields.put(key, server.number(key)));
        long trails = survey.trails(server);
        if (trails >= 0) {
            fields.put("trails", trails);
        }
        for (String key : List.of("version", "http", "tls_subject", "tls_expires")) {
            if (!server.fact(key).isEmpty()) {
                fields.put(key, server.fact(key));
            }
        }
        if (!server.answers()) {
            fields.put("error", server.silence());
        }
        return Json.object(fields);
    }
}
