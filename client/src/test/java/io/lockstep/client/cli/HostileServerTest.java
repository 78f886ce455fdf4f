package io.lockstep.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** A server, or who poses as one, cannot write on the terminal of the person who asks it. */
@Timeout(60)
class HostileServerTest {

    private static final List<String> COMMANDS = List.of(
            "lock a",
            "lock a --detach --lease 10s",
            "extend a --token 9 --key k --lease 30s",
            "release a --token 9 --key k",
            "run a -- true",
            "status a",
            "who a",
            "history a",
            "list",
            "sessions",
            "watch a",
            "whoami --session 9 --key k",
            "nodes",
            "info",
            "ping",
            "maps",
            "top",
            "admin servers",
            "admin check",
            "admin check perf --seconds 1 --warmup 0",
            "admin transfer-leader 2",
            "admin audit",
            "admin force-release a --token 5 --reason r",
            "admin remove-server 3 --reason r",
            "admin replace-server 3 --reason r",
            "admin set map-bytes 1g --reason r",
            "admin user add u",
            "admin user list",
            "admin user remove u",
            "admin user rotate u",
            "admin quota u locks 3",
            "admin user subject u CN=u",
            "admin allow u read",
            "admin deny u read",
            "admin log-level",
            "admin log-level a debug",
            "admin backup target/no-backup",
            "bench --seconds 1 --clients 1");

    private static final List<String> OFFLINE = List.of("admin backup-info ", "admin dump ", "admin join-secret ");

    private static final String SHELL = """
        lock a
        status a
        who a
        history a
        list
        release a
        whoami
        nodes
        info
        ping
        admin audit
        admin force-release a --token 5 --reason r
        watch a
        """;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyCommandShowsValuesEscaped(boolean refuses) throws Exception {
        for (String command : COMMANDS) {
            for (String format : List.of("text", "json")) {
                try (HostileServer server = new HostileServer(refuses)) {
                    requireHarmless(command + " as " + format, run(server, "", format, command.split(" ")));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theShellAndScriptsShowValuesEscaped(boolean refuses) throws Exception {
        for (String format : List.of("text", "json")) {
            try (HostileServer server = new HostileServer(refuses)) {
                requireHarmless("script as " + format, run(server, SHELL.replace("watch a\n", ""), format));
            }
        }
        try (HostileServer server = new HostileServer(refuses)) {
            Ran shell = run(server, SHELL, "text", "-i");
            requireHarmless("shell", shell);
            assertThat(shell.out()).contains(HostileServer.shown());
        }
    }

    @Test
    void aServerThatIsNoServer() throws Exception {
        try (HostileServer server = new HostileServer(true)) {
            Ran ran = run(server, "", "text", "admin", "audit");
            assertThat(ran.err()).contains(HostileServer.shown());
        }
    }

    @Test
    void noCommandIsForgotten() {
        assertThat(known(CommandLineRunner.commands(), ""))
                .isNotEmpty()
                .allMatch(name -> COMMANDS.stream().anyMatch(command -> (command + " ").startsWith(name)));
    }

    /** The commands below this one that ask a server. */
    private static List<String> known(CommandLine command, String before) {
        List<String> names = new ArrayList<>();
        command.getSubcommands().values().forEach(sub -> {
            String name = before + sub.getCommandName() + " ";
            if (!sub.getSubcommands().isEmpty()) {
                names.addAll(known(sub, name));
            } else if (!OFFLINE.contains(name)) {
                names.add(name);
            }
        });
        return names;
    }

    @Test
    void theSessionsOfAnOperatorSayThatTheyAre() throws Exception {
        for (String command : COMMANDS) {
            if (command.startsWith("admin ")) {
                try (HostileServer server = new HostileServer(true)) {
                    run(server, "", "text", command.split(" "));
                    assertThat(server.hellos()).as(command).allMatch(hello -> hello.contains(" operator=yes"));
                    // The others need no session.
                    assertThat(server.hellos().isEmpty()).as(command).isEqualTo(!command.contains("force-release"));
                }
            }
        }
    }

    private static Ran run(HostileServer server, String input, String format, String... words) {
        List<String> all = new ArrayList<>(List.of("-s", server.address(), "--timeout", "400ms", "-o", format));
        Collections.addAll(all, words);
        InputStream bytes = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        return Ran.of(bytes, Map.of(), all.toArray(String[]::new));
    }

    private static void requireHarmless(String what, Ran ran) {
        String text = (ran.out() + ran.err()).replace("\n", "");
        assertThat(text).as(what).doesNotContain("this is a bug", "Exception");
        HostileServer.FORBIDDEN
                .chars()
                .forEach(c -> assertThat(text.indexOf(c))
                        .as(what + " shows U+" + Integer.toHexString(c) + ": " + text)
                        .isEqualTo(-1));
        assertThat((ran.out() + ran.err()).lines())
                .as(what)
                .noneMatch(line -> line.startsWith("[31m") || line.startsWith(" granted: y"));
    }
}
