package io.lockstep.tools.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads history files. */
public final class HistoryReader {

    private HistoryReader() {}

    /**
     * Reads all operations of several files, which are parts of one history, such as of several recorders on one
     * machine.
     *
     * @throws MalformedHistoryException if a line is malformed; the message names the line
     * @throws IOException if a file cannot be read
     */
    public static List<Operation> read(List<Path> files) throws IOException, MalformedHistoryException {
        List<Operation> operations = new ArrayList<>();
        for (Path file : files) {
            read(file, operations);
        }
        return operations;
    }

    private static void read(Path file, List<Operation> operations) throws IOException, MalformedHistoryException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!OperationLine.isBlank(line)) {
                    operations.add(parse(file, number, line));
                }
                number++;
            }
        }
    }

    private static Operation parse(Path file, int number, String line) throws MalformedHistoryException {
        try {
            return OperationLine.parse(line);
        } catch (MalformedHistoryException e) {
            throw e.atLine(file.toString(), number);
        }
    }
}
