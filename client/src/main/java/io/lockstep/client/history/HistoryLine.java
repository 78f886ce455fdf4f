package io.lockstep.client.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ServerLine;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One line of a history file: a grant that has ended, or how many grants are missing.
 *
 * @param fields the fields of the JSON object, as texts
 */
record HistoryLine(Map<String, String> fields) {

    private static final JsonFactory JSON = new JsonFactory();

    private static final String MILLIS = "_ms";

    /** Throws if it is no such line. */
    static HistoryLine parse(String line) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String key = parser.currentName();
                    parser.nextToken();
                    fields.put(key, parser.getText());
                }
            }
        } catch (JsonProcessingException e) {
            fields.clear();
        }
        HistoryLine parsed = new HistoryLine(fields);
        if (parsed.number() < 1
                || (parsed.missing() == 0 && parsed.text("until").isEmpty())) {
            throw new IOException("no server has written this line: " + line);
        }
        return parsed;
    }

    String text(String key) {
        return fields.getOrDefault(key, "");
    }

    /** The number of the grant, or of the last one that is missing; 0 if the line is of neither. */
    long number() {
        return whole("n");
    }

    long missing() {
        return whole("missing");
    }

    private long whole(String key) {
        String text = text(key);
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    /** The grant as a row of HISTORY. */
    ServerLine row() {
        Map<String, String> options = new LinkedHashMap<>();
        fields.forEach((key, value) -> {
            if (key.endsWith(MILLIS)) {
                options.put(key.substring(0, key.length() - MILLIS.length()), Durations.format(whole(key)));
            } else if (!key.equals("name")) {
                options.put(key, value);
            }
        });
        return new ServerLine("", ServerLine.Kind.ROW, "", List.of("past"), options);
    }
}
