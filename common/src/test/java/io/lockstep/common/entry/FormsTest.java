package io.lockstep.common.entry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.FeatureLevel;
import io.lockstep.common.command.Submission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The bytes of each feature level, as they were when it was made, so that no change of the code makes an older log, an
 * older snapshot or a message of an older server unreadable. A new level gets a file of its own. The bytes of a file
 * never change; the text beside them may, if a record has got a part that the level does not know.
 */
class FormsTest {

    private static final Path FORMS = Path.of("src", "test", "resources", "forms");
    private static final int IMAGES = 6;

    private final Set<Class<?>> seen = new HashSet<>();

    @Test
    void eachLevelReadsBackAsItWas() throws IOException {
        for (int level = FeatureLevel.FIRST; level <= FeatureLevel.highest(); level++) {
            Path file = FORMS.resolve("level-" + level + ".txt");
            if (!Files.exists(file)) {
                Files.createDirectories(FORMS);
                Files.write(file, drawn().getBytes(UTF_8));
                throw new AssertionError(file + " was not there, and is there now: commit it with the new level");
            }
            String[] lines = Files.readString(file).split("\n");
            for (int number = 1; number <= lines.length; number++) {
                requireSame(file + ":" + number, lines[number - 1].split("\t", 3));
            }
        }
        assertThat(seen).containsAll(leaves(Command.class)).containsAll(leaves(CommandResult.class));
    }

    private void requireSame(String where, String[] line) {
        byte[] bytes = HexFormat.of().parseHex(line[1]);
        byte[] again;
        String text = "";
        switch (line[0]) {
            case "entry" -> {
                Entry entry = EntryCodec.decode(bytes);
                entry.submissions()
                        .forEach(submission -> seen.add(submission.command().getClass()));
                text = entry.toString();
                again = EntryCodec.encode(entry);
            }
            case "result" -> {
                CommandResult result = ResultCodec.read(new ByteReader(bytes));
                seen.add(result.getClass());
                text = result.toString();
                again = written(result);
            }
            case "snapshot" -> again = SnapshotCodec.encode(SnapshotCodec.decode(bytes));
            case "backup" -> again = bytes(Backup.decode(ByteSource.of(bytes)));
            default -> throw new AssertionError("a form that nobody knows: " + line[0]);
        }
        assertThat(HexFormat.of().formatHex(again)).as(where).isEqualTo(line[1]);
        assertThat(text).as(where).isEqualTo(line.length < 3 ? "" : line[2]);
    }

    /** One line for each value, with every command and every result among them. */
    private static String drawn() {
        RandomValues values = new RandomValues(new SplittableRandom(1));
        List<String> lines = new ArrayList<>();
        Set<Class<?>> missing = new HashSet<>(leaves(Command.class));
        while (!missing.isEmpty()) {
            Submission submission = values.submission();
            if (missing.remove(submission.command().getClass())) {
                Entry entry = new Entry(submission.origin(), values.number(), values.number(), List.of(submission));
                lines.add(line("entry", EntryCodec.encode(entry)) + "\t" + entry);
            }
        }
        missing.addAll(leaves(CommandResult.class));
        while (!missing.isEmpty()) {
            CommandResult result = values.result();
            if (missing.remove(result.getClass())) {
                lines.add(line("result", written(result)) + "\t" + result);
            }
        }
        for (int i = 0; i < IMAGES; i++) {
            lines.add(line("snapshot", SnapshotCodec.encode(values.image())));
            lines.add(line("backup", bytes(values.backup())));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String line(String kind, byte[] bytes) {
        return kind + "\t" + HexFormat.of().formatHex(bytes);
    }

    private static byte[] written(CommandResult result) {
        ByteWriter out = new ByteWriter(64);
        ResultCodec.write(out, result);
        return out.toByteArray();
    }

    private static byte[] bytes(Backup backup) {
        ByteWriter out = new ByteWriter(1 << 12);
        ByteSource pieces = backup.encode();
        for (byte[] piece = pieces.next(); piece.length > 0; piece = pieces.next()) {
            out.writeBytes(piece);
        }
        return out.toByteArray();
    }

    /** The records of a sealed interface. */
    private static List<Class<?>> leaves(Class<?> sealed) {
        return sealed.isSealed()
                ? Stream.of(sealed.getPermittedSubclasses())
                        .flatMap(each -> leaves(each).stream())
                        .toList()
                : List.of(sealed);
    }
}
