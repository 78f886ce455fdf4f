package io.lockstep.program.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * A properties file with settings.
 *
 * @param name as the operator gave it; empty if there is no file
 * @param values by key
 */
record SettingsFile(String name, Map<String, String> values) {

    static final SettingsFile NONE = new SettingsFile("", Map.of());

    /** Reads the file. UTF-8, in the syntax of {@link Properties}, where no key occurs twice. */
    static SettingsFile read(String name) throws ConfigurationException {
        Map<String, String> values = new LinkedHashMap<>();
        try (Reader text = Files.newBufferedReader(Path.of(name))) {
            Properties lines = new Properties() {
                private static final long serialVersionUID = 1;

                @Override
                public synchronized Object put(Object key, Object value) {
                    if (values.put(key.toString(), value.toString().strip()) != null) {
                        throw new IllegalArgumentException(key + " is set twice");
                    }
                    return value;
                }
            };
            lines.load(text);
        } catch (IOException | IllegalArgumentException cannot) {
            throw new ConfigurationException("the configuration file " + name + " cannot be used: " + why(cannot));
        }
        return new SettingsFile(name, values);
    }

    private static String why(Exception cannot) {
        if (cannot instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (cannot instanceof AccessDeniedException) {
            return "permission denied";
        }
        return cannot instanceof CharacterCodingException ? "it is not UTF-8" : String.valueOf(cannot.getMessage());
    }
}
