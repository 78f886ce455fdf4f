package io.lockstep.client.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same bytes are the same text, in every locale and there and back. */
class NativeTextTest {

    private static final byte[] LATIN1 = "K\u00f6ln".getBytes(StandardCharsets.ISO_8859_1);

    @Test
    void utf8IsItsText() {
        for (String text : List.of("", "plain", "K\u00f6ln", "\u9396", "\uD83D\uDD12")) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThat(NativeText.decode(bytes)).isEqualTo(text);
            assertThat(NativeText.encode(text)).isEqualTo(bytes);
            assertThat(NativeText.isUtf8(text)).isTrue();
        }
    }

    @Test
    void anyBytesComeBackAsTheyWere() {
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            assertThat(NativeText.encode(NativeText.decode(bytes))).isEqualTo(bytes);
        }
    }

    @Test
    void whatIsNotUtf8IsTold() {
        assertThat(NativeText.isUtf8(NativeText.decode(LATIN1))).isFalse();
        // Half a pair in UTF-8 is no UTF-8 either.
        assertThat(NativeText.isUtf8(NativeText.decode(new byte[] {(byte) 0xED, (byte) 0xB2, (byte) 0x80})))
                .isFalse();
        assertThat(Invocation.notUtf8(List.of("a", NativeText.decode(LATIN1)))).isPresent();
    }

    @Test
    void aReaderGivesEachLineAndItsBytes() throws Exception {
        byte[] lines = "one\nK\u00f6\nlast".getBytes(StandardCharsets.UTF_8);
        assertThat(new BufferedReader(new NativeReader(new ByteArrayInputStream(lines))).lines())
                .containsExactly("one", "K\u00f6", "last");
        try (BufferedReader reader = new BufferedReader(new NativeReader(new ByteArrayInputStream(LATIN1)))) {
            assertThat(NativeText.encode(String.valueOf(reader.readLine()))).isEqualTo(LATIN1);
        }
    }

    @Test
    void aFileOfAnyNameIsFound(@TempDir Path directory) throws Exception {
        Path file = NativePath.of(directory + "/" + NativeText.decode(LATIN1));
        Files.writeString(file, "found");
        assertThat(Files.readString(NativePath.of(directory + "/" + NativeText.decode(LATIN1))))
                .isEqualTo("found");
        assertThat(file.toUri().toString()).endsWith("K%F6ln");
    }

    @Test
    void aCommandGetsTheBytesThatTheJdkCannotPassOn() throws Exception {
        String odd = NativeText.decode(LATIN1) + " \\ ' \" %s\n\n";
        Map<String, String> variables = Map.of("a.b", odd);
        List<String> words = List.of("sh", "-c", "printf '%s|%s' \"$1\" \"$2\"; env", "sh", odd, "plain");
        ChildCommand command = new ChildCommand(words, variables, List.of());
        Process process = command.builder(List.of(), System.getenv("PATH")).start();
        String text = NativeText.decode(process.getInputStream().readAllBytes());
        assertThat(command.needsShell()).isTrue();
        assertThat(text).startsWith(odd + "|plain");
        assertThat(text.lines().collect(Collectors.toList())).noneMatch(line -> line.startsWith("LOCKSTEP_WORD"));
    }
}
