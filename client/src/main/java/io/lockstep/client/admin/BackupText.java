package io.lockstep.client.admin;

import io.lockstep.common.entry.BackupHeader;
import io.lockstep.common.protocol.UtcTime;
import io.lockstep.program.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Shows what a backup is of. */
final class BackupText {

    private BackupText() {}

    /** A line for each fact, for a person. */
    static String text(Path file, BackupHeader header, long bytes) {
        return String.join(
                System.lineSeparator(),
                "file      " + file + ", intact, " + bytes + " bytes",
                "cluster   " + header.clusterId(),
                "index     " + header.index(),
                "taken     " + UtcTime.format(header.wallMillis()) + " at server " + header.server(),
                "version   " + header.version(),
                "locks     " + header.locks() + " held",
                "sessions  " + header.sessions(),
                "waiting   " + header.waiters());
    }

    /** One JSON object for a program. */
    static String json(Path file, BackupHeader header, long bytes) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", file.toString());
        fields.put("cluster", header.clusterId());
        fields.put("index", header.index());
        fields.put("at", UtcTime.format(header.wallMillis()));
        fields.put("server", header.server());
        fields.put("version", header.version());
        fields.put("locks", header.locks());
        fields.put("sessions", header.sessions());
        fields.put("waiting", header.waiters());
        fields.put("bytes", bytes);
        return Json.object(fields);
    }
}
