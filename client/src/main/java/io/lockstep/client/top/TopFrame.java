package io.lockstep.client.top;

import io.lockstep.client.answer.NodesText;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.program.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One picture: the cluster in two lines, its servers, its locks in a table, and the keys. Pure. */
final class TopFrame {

    private static final List<String> HEADERS = List.of("NAME", "HELD", "WAITING", "MODE", "CLIENT", "TOKEN", "LABEL");

    /** A name longer than this is cut in the table, so that the other columns stay in sight. */
    private static final int NAME_LENGTH_MAX = 32;

    private static final String KEYS = "q quit  w most waiting  h held longest  n by name  p pause";

    /**
     * What the picture is to show beside the data.
     *
     * @param prefix of the names of the locks; empty for all
     * @param stale since when the data is old, and why, as a sentence; empty if it is of now
     */
    record Look(TopOrder order, String prefix, boolean paused, String stale) {}

    private TopFrame() {}

    /** The lines from top to bottom, at most {@code height}; what a server has sent is safe to show. */
    static List<String> of(TopView view, Look look, int height) {
        List<String> lines = new ArrayList<>();
        lines.add(health(view));
        lines.add(look.stale().isEmpty() ? counts(view) : look.stale());
        lines.add(servers(view));
        lines.add("");
        int room = Math.max(0, height - lines.size() - 2);
        List<ServerLine> shown = view.locks().stream()
                .sorted(look.order().comparator())
                .limit(Math.max(0, room - 1))
                .toList();
        lines.addAll(
                new TextTable(HEADERS).lines(shown.stream().map(TopFrame::row).toList()));
        while (lines.size() < height - 2) {
            lines.add("");
        }
        lines.add(footer(view, look, shown.size()));
        lines.add(look.paused() ? "PAUSED; p goes on  " + KEYS : KEYS);
        return lines.stream().limit(height).map(LineSyntax::shown).toList();
    }

    private static String health(TopView view) {
        String leader = view.nodes().rows().stream()
                .filter(row -> "leader".equals(row.option("role")))
                .map(row -> "server " + row.option("server") + " leads")
                .findFirst()
                .orElse("NO LEADER");
        boolean spare = view.nodes().line().number("survives", 0) > 0;
        return leader + ": " + NodesText.total(view.nodes()) + (spare ? "" : "  NO SPARE");
    }

    private static String counts(TopView view) {
        Map<String, String> info = view.info();
        return "locks " + info.get("locks") + "  sessions " + info.get("sessions") + "  index " + info.get("index")
                + "  term " + info.get("term") + "  seen from server " + info.get("server") + " ("
                + info.get("connections") + " connections)";
    }

    private static String servers(TopView view) {
        StringBuilder text = new StringBuilder();
        for (ServerLine row : view.nodes().rows()) {
            text.append(text.length() == 0 ? "" : "   ")
                    .append(row.option("server"))
                    .append(' ')
                    .append(row.option("role"))
                    .append(
                            NodesText.marks(row).isEmpty()
                                    ? ""
                                    : " " + NodesText.marks(row).strip());
        }
        return text.toString();
    }

    private static List<String> row(ServerLine row) {
        Map<String, String> options = row.options();
        String held = options.getOrDefault("held", "");
        long heldMillis = Durations.parseMillis(held);
        String name = LineSyntax.quoted(row.value());
        return List.of(
                name.length() <= NAME_LENGTH_MAX ? name : name.substring(0, NAME_LENGTH_MAX - 1) + "…",
                heldMillis < 0 ? held : Durations.formatAge(heldMillis),
                options.getOrDefault("waiting", "0"),
                options.getOrDefault("mode", ""),
                options.getOrDefault("owner", ""),
                options.getOrDefault("token", ""),
                options.getOrDefault("label", ""));
    }

    private static String footer(TopView view, Look look, int shown) {
        String which = look.prefix().isEmpty() ? "" : " that begin with " + LineSyntax.quoted(look.prefix());
        if (view.cut()) {
            return "the first " + view.locks().size() + " locks" + which + " were read; --prefix narrows it";
        }
        int hidden = view.locks().size() - shown;
        return hidden == 0 ? view.locks().size() + " locks held" + which : hidden + " more locks" + which;
    }
}
