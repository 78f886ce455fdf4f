package io.lockstep.endtoend.docs;

import io.lockstep.endtoend.cluster.Jars;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The blocks of code on a page of the documentation. */
final class Page {

    /**
     * One block.
     *
     * @param section the heading above it
     * @param kind what stands behind the fence
     */
    record Block(String section, String kind, List<String> lines) {}

    private Page() {}

    /** The blocks of a page, named from the project's directory, in their order. */
    static List<Block> blocks(String page) throws IOException {
        List<Block> blocks = new ArrayList<>();
        String section = "";
        Block current = null;
        for (String line : Files.readAllLines(Jars.PROJECT.resolve(page))) {
            if (line.startsWith("```")) {
                current = current == null ? new Block(section, line.substring(3), new ArrayList<>()) : null;
                if (current != null) {
                    blocks.add(current);
                }
            } else if (current != null) {
                current.lines().add(line);
            } else if (line.startsWith("#")) {
                section = line.replaceFirst("#+ ", "");
            }
        }
        return blocks;
    }
}
