package io.lockstep.client.repl;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.connection.Call;
import io.lockstep.common.protocol.Verb;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplParserTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "lock Lock 1           | LOCK    | Lock 1",
                "LOCK a                | LOCK    | a",
                "  Lock   a  b         | LOCK    | a  b",
                "lock \"Lock 1\"       | LOCK    | Lock 1",
                "lock 'Lock 1'         | LOCK    | Lock 1",
                "lock \"say \\\"hi\\\"\" | LOCK  | say \"hi\"",
                "lock a=b              | LOCK    | a=b",
                "lock say \"hi\"       | LOCK    | say \"hi\"",
                "preempt a             | LOCK    | a",
                "release Lock 1        | RELEASE | Lock 1",
                "unlock a              | RELEASE | a",
                "Status Lock 1         | STATUS  | Lock 1",
                "check a               | STATUS  | a",
                "status --sync         | STATUS  | --sync?",
            })
    void aNameIsTheRestOfTheLineUnlessItIsInQuotes(String line, Verb verb, String name) {
        if (name.endsWith("?")) {
            assertThat(ReplParser.parse(line)).isInstanceOf(ReplInput.Wrong.class);
        } else {
            assertThat(ReplParser.parse(line)).isEqualTo(new ReplInput.Ask(Call.of(verb, name)));
        }
    }

    @Test
    void optionsAtTheEndAreNotPartOfTheName() {
        Call sync = Call.of(Verb.STATUS, "Lock 1").with("read", "sync");
        assertThat(ReplParser.parse("status Lock 1 --sync")).isEqualTo(new ReplInput.Ask(sync));
        assertThat(ReplParser.parse("status Lock 1 read=sync")).isEqualTo(new ReplInput.Ask(sync));
        assertThat(ReplParser.parse("status \"Lock 1\" --sync")).isEqualTo(new ReplInput.Ask(sync));
        assertThat(ReplParser.parse("release Lock 1 token=42"))
                .isEqualTo(new ReplInput.Ask(Call.of(Verb.RELEASE, "Lock 1").with("token", 42)));
    }

    @Test
    void aMistypedWordIsMetWithTheNearest() {
        assertThat(wrong("stauts x")).isEqualTo("there is no command \"stauts\"; did you mean status? help lists them");
        assertThat(wrong("admin adit")).contains("did you mean audit?");
        assertThat(wrong("lock a --wiat 3s"))
                .contains("--wiat is not an option here")
                .contains("did you mean --wait?");
        assertThat(wrong("lock \"a\" --wiat=3s")).contains("did you mean --wait?");
        assertThat(wrong("lock \"a\" b")).contains("options are expected after a name in quotes");
    }

    private static String wrong(String line) {
        return ReplParser.parse(line) instanceof ReplInput.Wrong wrong ? wrong.message() : "not wrong";
    }

    @Test
    void logLevelsAreShownOrSet() {
        assertThat(ReplParser.parse("admin log-level")).isEqualTo(new ReplInput.Ask(Call.of(Verb.LOGLEVEL)));
        assertThat(ReplParser.parse("admin log-level follower.peer debug"))
                .isEqualTo(new ReplInput.Ask(Call.of(Verb.LOGLEVEL, "follower.peer", "debug")));
        assertThat(ReplParser.parse("admin log-level follower.peer")).isInstanceOf(ReplInput.Wrong.class);
    }

    @Test
    void whatIsNoOptionOfTheVerbBelongsToTheName() {
        assertThat(ReplParser.parse("lock a token=42")).isEqualTo(new ReplInput.Ask(Call.of(Verb.LOCK, "a token=42")));
        assertThat(ReplParser.parse("lock a req=7")).isEqualTo(new ReplInput.Ask(Call.of(Verb.LOCK, "a req=7")));
    }

    @Test
    void howALockIsWantedFollowsItsName() {
        Call waiting = Call.of(Verb.LOCK, "Lock 1").with("wait", "30s");
        assertThat(ReplParser.parse("lock Lock 1 --wait 30s")).isEqualTo(new ReplInput.Ask(waiting));
        assertThat(ReplParser.parse("lock Lock 1 --wait=30s")).isEqualTo(new ReplInput.Ask(waiting));
        assertThat(ReplParser.parse("lock \"Lock 1\" wait=30s")).isEqualTo(new ReplInput.Ask(waiting));
        assertThat(ReplParser.parse("lock a b --shared --delay 5s"))
                .isEqualTo(new ReplInput.Ask(
                        Call.of(Verb.LOCK, "a b").with("mode", "shared").with("delay", "5s")));
        assertThat(ReplParser.parse("lock \"a\" \"b c\" --permits 3"))
                .isEqualTo(new ReplInput.Ask(Call.of(Verb.LOCK, "a", "b c").with("permits", 3)));
        assertThat(ReplParser.parse("release \"a\" \"b c\""))
                .isEqualTo(new ReplInput.Ask(Call.of(Verb.RELEASE, "a", "b c")));
    }

    @Test
    void operatorsSayWhyInQuotes() {
        Call force = Call.of(Verb.FORCE, "Lock 1").with("token", 7).with("reason", "host is gone");
        assertThat(ReplParser.parse("admin force-release Lock 1 --token 7 --reason \"host is gone\""))
                .isEqualTo(new ReplInput.Ask(force));
        Call remove = Call.of(Verb.REMOVE, "2");
        assertThat(ReplParser.parse("admin remove-server 2 --reason \"disk broken\""))
                .isEqualTo(
                        new ReplInput.Ask(remove.with("reason", "disk broken").with("way", "exchange")));
        assertThat(ReplParser.parse("admin remove-server 2 --shrink --reason broken"))
                .isEqualTo(new ReplInput.Ask(remove.with("way", "shrink").with("reason", "broken")));
        assertThat(ReplParser.parse("admin replace-server 2 --reason broken"))
                .isEqualTo(new ReplInput.Ask(remove.with("reason", "broken").with("way", "replace")));
        assertThat(ReplParser.parse("admin backup /backup/locks 1"))
                .isEqualTo(new ReplInput.Backup(Path.of("/backup/locks 1")));
        assertThat(ReplParser.parse("admin audit --after 3"))
                .isEqualTo(new ReplInput.Ask(Call.of(Verb.AUDIT).with("after", 3)));
    }

    @Test
    void watchingIsForOneOrForThoseThatBeginSoOrForAll() {
        assertThat(ReplParser.parse("watch")).isEqualTo(new ReplInput.Watch("", ""));
        assertThat(ReplParser.parse("watch Lock 1")).isEqualTo(new ReplInput.Watch("Lock 1", ""));
        assertThat(ReplParser.parse("watch --prefix Lock")).isEqualTo(new ReplInput.Watch("", "Lock"));
        assertThat(ReplParser.parse("watch prefix=\"Lock 1\"")).isEqualTo(new ReplInput.Watch("", "Lock 1"));
        assertThat(ReplParser.parse("who Lock 1")).isEqualTo(new ReplInput.Ask(Call.of(Verb.WHO, "Lock 1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Lock", "Release", "STATUS", "  lock  "})
    void aBareVerbAsksForTheName(String line) {
        assertThat(ReplParser.parse(line))
                .isInstanceOfSatisfying(
                        ReplInput.NeedsName.class,
                        needs -> assertThat(needs.verb().name()).isEqualToIgnoringCase(line.strip()));
    }

    @Test
    void theSecondLineIsTheName() {
        assertThat(ReplParser.parseName(Verb.LOCK, " Lock 1 "))
                .isEqualTo(new ReplInput.Ask(Call.of(Verb.LOCK, "Lock 1")));
        assertThat(ReplParser.parseName(Verb.LOCK, "\"Lock 1\""))
                .isEqualTo(new ReplInput.Ask(Call.of(Verb.LOCK, "Lock 1")));
        assertThat(ReplParser.parseName(Verb.LOCK, "  ")).isEqualTo(new ReplInput.Blank());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "frob",
                "lock \"Lock 1",
                "lock \"Lock 1\" more",
                "lock \"Lock 1\" wiat=3s",
                "lock \"\"",
                "lock a\u0001b",
                "whoami now",
                "lock a --wiat 30s",
                "lock a --wait",
                "lock a --shared now",
                "watch a --prefix b",
                "status \"a\" \"b\"",
                "admin",
                "admin frob",
                "admin audit all",
                "admin backup",
                "admin remove-server two --reason broken",
                "admin remove-server 2",
                "admin remove-server --reason broken",
                "admin replace-server 2 --shrink --reason broken",
                "admin force-release a --token 7",
                "admin force-release a --token 7 --reason host is gone",
                "hello",
            })
    void nonsenseIsSaidToBe(String line) {
        assertThat(ReplParser.parse(line))
                .isInstanceOfSatisfying(
                        ReplInput.Wrong.class,
                        wrong -> assertThat(wrong.message()).isNotBlank());
    }

    @Test
    void aNameThatIsTooLongIsRefusedBeforeItIsSent() {
        assertThat(ReplParser.parse("lock " + "x".repeat(255))).isInstanceOf(ReplInput.Ask.class);
        assertThat(ReplParser.parse("lock " + "x".repeat(256)))
                .isEqualTo(new ReplInput.Wrong("a lock name has at most 255 bytes of UTF-8"));
    }

    @Test
    void listTakesAPrefix() {
        assertThat(ReplParser.parse("list")).isEqualTo(new ReplInput.Ask(Call.of(Verb.LIST)));
        assertThat(ReplParser.parse("list Lock 1 limit=5"))
                .isEqualTo(new ReplInput.Ask(new Call(Verb.LIST, List.of(), Map.of("prefix", "Lock 1", "limit", "5"))));
    }

    @Test
    void wordsOfTheShellItself() {
        assertThat(ReplParser.parse("  ")).isEqualTo(new ReplInput.Blank());
        assertThat(ReplParser.parse("Quit")).isEqualTo(new ReplInput.Quit());
        assertThat(ReplParser.parse("exit")).isEqualTo(new ReplInput.Quit());
        assertThat(ReplParser.parse("help Lock")).isEqualTo(new ReplInput.Help("lock"));
        assertThat(ReplParser.parse("?")).isEqualTo(new ReplInput.Help(""));
    }

    @Test
    void whatTheCommandLineTakesTheShellTakes() {
        assertThat(ReplParser.parse("lock a b --and c --and \"d e\""))
                .isEqualTo(new ReplInput.Ask(Call.of(Verb.LOCK, "a b", "c", "d e")));
        assertThat(ReplParser.parse("lock \"a\" --and b --wait 5s"))
                .isEqualTo(new ReplInput.Ask(Call.of(Verb.LOCK, "a", "b").with("wait", "5s")));
        assertThat(ReplParser.parse("lock --help")).isEqualTo(new ReplInput.Help("lock"));
        assertThat(ReplParser.parse("list a/ --all"))
                .isEqualTo(new ReplInput.ListAll(Call.of(Verb.LIST).with("prefix", "a/")));
        assertThat(ReplParser.parse("list --all --prefix a/"))
                .isEqualTo(new ReplInput.ListAll(Call.of(Verb.LIST).with("prefix", "a/")));
    }

    @Test
    void runTakesANameAndTheWordsOfACommand() {
        assertThat(ReplParser.parse("run Lock 1 --wait 5s -- sh -c 'echo \"a  b\"' --help"))
                .isEqualTo(new ReplInput.Run(
                        List.of("run", "Lock 1", "--wait", "5s", "--", "sh", "-c", "echo \"a  b\"", "--help")));
        assertThat(ReplParser.parse("run \"a\" -- true"))
                .isEqualTo(new ReplInput.Run(List.of("run", "a", "--", "true")));
        for (String wrong : List.of("run", "run a", "run a --", "run -- true", "run \"a\" b -- true", "run a -- 'b")) {
            assertThat(ReplParser.parse(wrong)).as(wrong).isInstanceOf(ReplInput.Wrong.class);
        }
    }
}
