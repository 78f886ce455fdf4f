package io.lockstep.follower.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The body of a request: one JSON object of texts, whole numbers and truth values, each kept as text. */
public final class JsonFields {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<String, String> fields;

    private JsonFields(Map<String, String> fields) {
        this.fields = fields;
    }

    /** The body is not what it has to be; the message is a sentence for the client. */
    public static final class FlawException extends Exception {

        private static final long serialVersionUID = 1L;

        public FlawException(String message) {
            super(message);
        }
    }

    /** Reads a body; an empty one is an object without fields. */
    public static JsonFields read(String body) throws FlawException {
        Map<String, String> fields = new LinkedHashMap<>();
        if (body.isBlank()) {
            return new JsonFields(fields);
        }
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new FlawException("the body has to be one JSON object");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value.isStructStart() || value == JsonToken.VALUE_NUMBER_FLOAT) {
                    throw new FlawException("the value of " + key + " has to be a text, a whole number, true or false");
                }
                if (value != JsonToken.VALUE_NULL) {
                    fields.put(key, parser.getText());
                }
            }
            if (parser.nextToken() != null) {
                throw new FlawException("nothing may follow the JSON object");
            }
            return new JsonFields(fields);
        } catch (JsonProcessingException flaw) {
            long line = flaw.getLocation() == null ? 1 : flaw.getLocation().getLineNr();
            long column = flaw.getLocation() == null ? 1 : flaw.getLocation().getColumnNr();
            throw new FlawException("the body is not JSON at line " + line + ", column " + column);
        } catch (IOException impossible) {
            // It reads from memory.
            throw new UncheckedIOException(impossible);
        }
    }

    /** Refuses every other field, as it may be a typo of one that matters. */
    public JsonFields only(Set<String> known) throws FlawException {
        Set<String> unknown =
                fields.keySet().stream().filter(key -> !known.contains(key)).collect(Collectors.toSet());
        if (!unknown.isEmpty()) {
            throw new FlawException("there is no field " + String.join(", ", unknown) + " here; there are "
                    + known.stream().sorted().collect(Collectors.joining(", ")));
        }
        return this;
    }

    /** A field; empty text if it is not there. */
    public String text(String key) {
        return fields.getOrDefault(key, "");
    }
}
