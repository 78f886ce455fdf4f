package io.lockstep.endtoend.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import io.lockstep.endtoend.cluster.SharedCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code lockstep run} beside flock(1), as the table in docs/COMMANDS.md has it: bytes, descriptors, terminals, and
 * machines that lack something. Scripts drive it, since this virtual machine may run in a locale without these bytes.
 */
class RunBesideFlockTest {

    /** The same command under both, with the same bytes and surroundings; what it sees must be the same. */
    private static final String BOTH = """
            set -eu
            client=("$@")
            export LC_ALL=C
            name=$(printf 'K\\303\\266ln')
            odd=$(printf 'a\\377b')
            mkdir "$name"
            cd "$name"
            cat >"./$name" <<'PROBE'
            #!/bin/sh
            printf '<%s>\\n' "$@"
            tr '\\0' '\\n' </proc/$$/environ | grep -a -i probe | sort
            pwd
            cat
            cat <&7
            cat <&6
            echo appended >&8
            umask
            nice
            for signal in USR1 HUP INT; do kill -s $signal $$; done
            echo to stderr >&2
            exit 7
            PROBE
            chmod +x "./$name"
            trap '' USR1 HUP INT
            probe_function() { echo called; }
            export -f probe_function
            mkfifo fifo
            exec 9<>fifo 6<fifo 9>&-
            umask 027
            probe() {
                printf 'one\\ntwo\\nthree\\n' >seven
                : >"eight.$1"
                exec 7<seven 8>>"eight.$1"
                read -r -u 7
                status=0
                printf 'input\\n' | env "PROBE=$odd" "PROBE.$name=x y" "${@:2}" \
                    "./$name" "$name" "$odd" $'a\\\\b\\n' '' \
                    >"out.$1" 2>"err.$1" || status=$?
                echo "status $status" >>"out.$1"
                exec 7<&- 8>&-
            }
            probe flock flock lock
            probe run "${client[@]}" run "$name" --
            for part in out err eight; do
                diff -a "$part.flock" "$part.run"
            done
            grep -c 'x y' out.run
            PATH=$PWD:$PATH "${client[@]}" run -n "$name" -- "$name" 7</dev/null 8>&1 </dev/null 2>/dev/null | grep app
            "${client[@]}" run "$name" -- cat <(echo substituted)
            """;

    /** One lock for one name, whatever the locale, and none for what is not UTF-8. */
    private static final String NAMES = """
            name=$(printf 'K\\303\\266ln')
            LC_ALL=C.UTF-8 "$@" run "$name" -- env LC_ALL=C LOCKSTEP_HELD= "$@" run -n "$name" -- echo twice
            echo "same $?"
            LC_ALL=C.UTF-8 "$@" run "$name" -- env LC_ALL=C "$@" run -n "$(printf 'K\\303\\244ln')" -- echo other
            LC_ALL=C "$@" run "$(printf 'K\\377ln')" -- echo granted
            echo "not UTF-8 $?"
            printf 'lock K\\377ln\\n' | LC_ALL=C "$@"
            echo "in a script $?"
            """;

    /** Holds a lock while it runs, in the background. */
    private static final String WHILE = """
            name="It's $(printf 'K\\303\\266ln')"
            eval "$("$@" lock "$name" --while $$)" || exit
            test "$LOCKSTEP_NAME" = "$name" && echo "token $LOCKSTEP_TOKEN"
            "$@" release "$name"
            eval "$("$@" lock kept --while $$)" || exit
            eval "$("$@" lock taken --while $$)" || echo "refused $?"
            """;

    @SharedCluster(
            servers = 1,
            flags = {"--locks-per-client", "0"})
    static RealCluster cluster;

    @TempDir
    private Path directory;

    @Test
    @Tag("jdk")
    void theCommandSeesWhatItSeesUnderFlock() throws Exception {
        assertThat(bash(BOTH).lines().toList()).containsExactly("1", "appended", "substituted");
    }

    @Test
    @Tag("jdk")
    void theSameBytesAreTheSameLockInEveryLocale() throws Exception {
        assertThat(bash(NAMES).lines())
                .filteredOn(line -> !line.startsWith("lockstep: "))
                .containsExactly("same 75", "other", "not UTF-8 65", "in a script 65");
    }

    @Test
    @Tag("jdk")
    void aCommandWithOtherInputReadsFromTheTerminal() throws Exception {
        String command = "echo data | \"$@\" run tty -- sh -c 'echo ready; read a </dev/tty; echo \"got $a\"; cat'";
        try (RunningProcess terminal = onTerminal(command)) {
            terminal.awaitNext("ready");
            terminal.type("typed");
            terminal.awaitNext("got typed");
            terminal.awaitNext("data");
        }
    }

    @Test
    void theKeysOfTheTerminalReachClientAndCommand() throws Exception {
        String commands = """
                set -m
                true | "$@" run keys -- sh -c 'echo ready; sleep 1; read a </dev/tty; echo "got $a"; exec sleep 1000'
                echo stopped
                fg
                echo "ended $?"
                """;
        try (RunningProcess terminal = onTerminal(commands)) {
            terminal.awaitNext("ready");
            terminal.press('Z');
            terminal.awaitNext("stopped");
            terminal.type("typed");
            terminal.awaitNext("got typed");
            terminal.press('C');
            terminal.awaitNext("ended 130");
        }
    }

    @Test
    void withoutAShellTermEndsTheCommandAndALineSaysWhatIsNotGuarded() throws Exception {
        requireNamespaces();
        String noShell = "touch none; mount --bind none \"$(readlink -f /bin/sh)\"; exec \"$@\" run bare -- sleep 1000";
        for (String signal : List.of("TERM", "HUP")) {
            try (RunningProcess client = script(List.of("unshare", "-m", "bash", "-c", noShell, "bash"))) {
                client.awaitNext("lockstep: run: there is no /bin/sh: ");
                awaitState("bare", "held");
                client.signal(signal);
                assertThat(client.awaitExit()).isEqualTo(143);
            }
        }
    }

    @Test
    void withoutProcWhatTheLocaleMayHaveChangedIsRefused() throws Exception {
        requireNamespaces();
        String noProc = """
                mount -t tmpfs none /proc
                export LC_ALL=C LD_LIBRARY_PATH="${1%/bin/java}/lib"
                "$@" run "$(printf 'K\\303\\266ln')" -- echo granted
                echo "changed $?"
                "$@" run plain -- echo granted
                LC_ALL=C.UTF-8 "$@" run "$(printf 'K\\303\\266ln')" -- echo granted
                """;
        try (RunningProcess run = script(List.of("unshare", "-m", "sh", "-c", noProc, "sh"))) {
            run.awaitExit();
            assertThat(run.text().lines())
                    .filteredOn(line -> !line.startsWith("lockstep: "))
                    .containsExactly("changed 65", "granted", "granted");
        }
    }

    @Test
    void asTheFirstProcessItPassesSignalsOn() throws Exception {
        requireNamespaces();
        String command = """
                (while [ ! -e up ]; do sleep 0.05; done; kill -s TERM 1) &
                exec "$@" run first -- sh -c 'trap "exit 9" TERM; touch up; while :; do sleep 0.1; done'
                """;
        try (RunningProcess client =
                script(List.of("unshare", "-p", "-f", "--mount-proc", "sh", "-c", command, "sh"))) {
            assertThat(client.awaitExit()).isEqualTo(9);
        }
    }

    @Test
    void aScriptHoldsALockWhileItRuns() throws Exception {
        try (LineClient holder = cluster.connect(1)) {
            holder.ask("HELLO client=\"other\" ttl=30m");
            assertThat(holder.ask("LOCK taken").ok()).isTrue();
            assertThat(bash(WHILE).lines())
                    .filteredOn(line -> !line.startsWith("lockstep: "))
                    .satisfiesExactly(
                            line -> assertThat(line).matches("token \\d+"),
                            line -> assertThat(line).startsWith("released: \"It's K"),
                            line -> assertThat(line).isEqualTo("refused 75"));
            awaitState("kept", "free");
        }
    }

    @Test
    void aClientThatWasSuspendedWhileItWaitedRunsItsCommand() throws Exception {
        try (LineClient holder = cluster.connect(1);
                RunningProcess client =
                        script(List.of("sh", "-c", "exec \"$@\" run slept -w 1m --ttl 1s -- echo granted", "sh"))) {
            holder.ask("HELLO client=\"other\" ttl=30m");
            assertThat(holder.ask("LOCK slept").ok()).isTrue();
            RealCluster.await("it waits", () -> waiting(holder).equals("1"));
            client.pause();
            RealCluster.await("its session is over", () -> waiting(holder).equals("0"));
            client.goOn();
            RealCluster.await("it waits again", () -> waiting(holder).equals("1"));
            assertThat(holder.ask("RELEASE slept").ok()).isTrue();
            client.awaitNext("granted");
            assertThat(client.awaitExit()).isZero();
        }
    }

    private static void awaitState(String name, String state) throws Exception {
        try (LineClient asking = cluster.connect(1)) {
            RealCluster.await(
                    name + " is " + state,
                    () -> asking.ask("STATUS " + name + " read=sync")
                            .option("state")
                            .equals(state));
        }
    }

    private static String waiting(LineClient asking) throws IOException {
        return asking.ask("WHO slept").option("waiting");
    }

    /** Runs a script of bash, whose arguments are the client program, to its end. */
    private String bash(String script) throws InterruptedException {
        try (RunningProcess run = script(List.of("bash", "-c", script, "bash"))) {
            run.awaitExit();
            return run.text();
        }
    }

    private RunningProcess script(List<String> command) {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(Jars.client("-s", cluster.addresses(1)));
        return RunningProcess.start(command.get(0), directory, Map.of(), whole);
    }

    /** Runs a script of bash on a terminal of its own. */
    private RunningProcess onTerminal(String script) throws IOException {
        Path file = Files.writeString(directory.resolve("on-terminal"), script);
        String client = String.join(" ", Jars.client("-s", cluster.addresses(1)));
        return RunningProcess.start(
                "script", directory, Map.of(), List.of("script", "-qec", "bash " + file + " " + client, "/dev/null"));
    }

    private static void requireNamespaces() throws InterruptedException {
        assumeTrue(
                ClientProgram.run(List.of("unshare", "-m", "-p", "-f", "true"), Map.of(), "")
                                .exitCode()
                        == 0,
                "a machine that lacks something takes namespaces of its own, and so root");
    }
}
