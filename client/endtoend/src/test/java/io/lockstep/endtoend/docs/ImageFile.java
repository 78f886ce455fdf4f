package io.lockstep.endtoend.docs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A Dockerfile as commands for a shell.
 *
 * @param commands its lines that change the image, in their order
 * @param healthCheck the command that tells whether the container works
 * @param entrypoint the command that the container runs
 */
record ImageFile(List<String> commands, String healthCheck, String entrypoint) {

    /** Reads the file. Fails if there is an instruction that it does not know. */
    static ImageFile read(String path) throws IOException {
        List<String> commands = new ArrayList<>();
        String healthCheck = "";
        String entrypoint = "";
        for (String line : MachineCopy.text(path).replace("\\\n", " ").lines().toList()) {
            String[] parts = line.split(" ", 2);
            switch (parts[0]) {
                case "ARG" -> commands.add(parts[1]);
                case "ADD" -> commands.add("tar -C /opt -xzf " + parts[1].replace(" /opt", ""));
                case "RUN" -> commands.add("(" + parts[1] + ")");
                case "HEALTHCHECK" -> healthCheck = words(parts[1].substring(parts[1].indexOf("CMD ") + 4));
                case "ENTRYPOINT" -> entrypoint = words(parts[1]);
                case "", "#", "FROM", "USER", "VOLUME", "WORKDIR", "EXPOSE" -> {}
                default -> throw new IllegalStateException("unknown instruction: " + line);
            }
        }
        return new ImageFile(commands, healthCheck, entrypoint);
    }

    /** A command in the form of a list. */
    private static String words(String list) {
        if (!list.matches("\\[(\"[^\"]*\"(, )?)+]")) {
            throw new IllegalStateException(
                    "not in the form of a list, so that a shell would take its signals: " + list);
        }
        return list.replaceAll("[\\[\\],\"]", "");
    }
}
