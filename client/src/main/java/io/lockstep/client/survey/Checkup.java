package io.lockstep.client.survey;

import io.lockstep.common.protocol.UtcTime;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds what is wrong with a cluster, from what its servers say. Pure. */
public final class Checkup {

    /** A server that is this many entries behind the leader does not keep up. */
    private static final long TRAILS_MAX = 10_000;

    private static final int FULL_PERCENT = 80;
    private static final int PERCENT = 100;

    /** The log and the alert rule of the docs warn from 14 days on. */
    private static final Duration CERTIFICATE_LEFT_MIN = Duration.ofDays(30);

    private final Survey survey;
    private final Instant now;
    private final List<Finding> findings = new ArrayList<>();

    private Checkup(Survey survey, Instant now) {
        this.survey = survey;
        this.now = now;
    }

    /** All that is wrong, the gravest first; empty if the cluster is well. */
    public static List<Finding> of(Survey survey, Instant now) {
        Checkup checkup = new Checkup(survey, now);
        checkup.leadership();
        survey.servers().forEach(checkup::presence);
        checkup.spare();
        survey.servers().stream().filter(SurveyedServer::answers).forEach(checkup::condition);
        checkup.versions();
        return checkup.findings;
    }

    /** Certificates that end soon. */
    public static List<Finding> certificates(Survey survey, Instant now) {
        Checkup checkup = new Checkup(survey, now);
        survey.servers().forEach(checkup::certificate);
        return checkup.findings;
    }

    private void found(String code, String what, String remedy) {
        findings.add(new Finding(code, what, remedy));
    }

    private void leadership() {
        Optional<SurveyedServer> leader = survey.leader();
        if (leader.isEmpty()) {
            found(
                    "NO_LEADER",
                    "no server that answers leads",
                    "start the voting servers that are down: a majority of them must run and reach one another");
            return;
        }
        String number = Long.toString(leader.get().number());
        for (SurveyedServer server : survey.servers()) {
            if (server.answers() && !server.fact("leader").equals(number)) {
                found(
                        "OTHER_LEADER",
                        name(server) + " knows "
                                + (server.fact("leader").equals("?")
                                        ? "no leader"
                                        : "another leader: " + server.fact("leader"))
                                + ", while server " + number + " leads",
                        "see whether it reaches the other servers at their addresses for servers");
            }
        }
    }

    private void presence(SurveyedServer server) {
        if (!server.answers()) {
            found(
                    "NO_ANSWER",
                    name(server) + " does not answer: " + server.silence(),
                    "start it again, or replace it: admin replace-server " + server.number());
        }
        if (server.row().option("doubt") != null) {
            found(
                    "IN_DOUBT",
                    name(server) + " is in doubt of its disk, and does not vote",
                    "keep the other servers running: it votes again once it has caught up with a leader");
        }
        if (server.row().option("leaving") != null) {
            found(
                    "LEAVING",
                    name(server) + " is to be removed, and is not yet",
                    "start the server that takes its place, with follower.jar --leader");
        }
    }

    private void spare() {
        long voters = survey.nodes().line().number("voters", 0);
        long survives = survey.nodes().line().number("survives", 0);
        if (survives == 0 && voters <= 1) {
            found(
                    "NO_SPARE",
                    "one server votes, so the cluster survives no loss",
                    "add servers until three vote, with follower.jar --leader");
        } else if (survives == 0) {
            found(
                    "NO_SPARE",
                    "the cluster survives no further loss of a voting server",
                    "bring the voting servers back that are not heard of, or replace them");
        }
    }

    private void condition(SurveyedServer server) {
        long trails = survey.trails(server);
        if (trails > TRAILS_MAX) {
            found(
                    "TRAILS",
                    name(server) + " is " + trails + " entries behind the leader",
                    "see its log and its disk; it catches up by itself if they are well");
        }
        full(server, "map_bytes", "the lock map", "release locks, or raise the bound: admin set map-bytes");
        full(server, "connections", "its connections", "close idle clients, or raise --connections-max");
        full(server, "pending", "its pending requests", "look for a slow disk or network: admin servers");
        certificate(server);
    }

    private void full(SurveyedServer server, String what, String words, String remedy) {
        long used = server.number(what);
        long bound = server.number(what + "_max");
        if (bound > 0 && used * PERCENT >= bound * FULL_PERCENT) {
            found("NEARLY_FULL", name(server) + ": " + words + " take " + used + " of " + bound, remedy);
        }
    }

    private void certificate(SurveyedServer server) {
        String expires = server.fact("tls_expires");
        if (expires.isEmpty()) {
            return;
        }
        try {
            Instant end = Instant.parse(expires);
            if (end.isBefore(now.plus(CERTIFICATE_LEFT_MIN))) {
                found(
                        "CERTIFICATE",
                        name(server) + ": its certificate ends at " + UtcTime.format(end.toEpochMilli()),
                        "put a new one in place of the file; the server reads it by itself");
            }
        } catch (DateTimeParseException e) {
            found("CERTIFICATE", name(server) + ": the end of its certificate is no time: " + expires, "report this");
        }
    }

    private void versions() {
        TreeSet<String> versions = survey.servers().stream()
                .filter(SurveyedServer::answers)
                .map(server -> server.fact("version"))
                .collect(Collectors.toCollection(TreeSet::new));
        if (versions.size() > 1) {
            found(
                    "VERSIONS",
                    "the servers have several versions: " + String.join(", ", versions),
                    "finish the upgrade");
        }
    }

    private static String name(SurveyedServer server) {
        return "server " + server.number() + (server.address().isEmpty() ? "" : " at " + server.address());
    }
}
