package io.lockstep.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** The objects of a file of YAML. A name that is not there is an error. */
record Manifests(List<Part> objects) {

    /** A part that has named parts. */
    record Part(Map<?, ?> map) {

        List<String> names() {
            return map.keySet().stream().map(Object::toString).toList();
        }

        Object value(String name) {
            Object value = map.get(name);
            if (value == null) {
                throw new AssertionError("no " + name + " in " + map);
            }
            return value;
        }

        String text(String name) {
            return value(name).toString();
        }

        Part at(String name) {
            return new Part((Map<?, ?>) value(name));
        }

        List<Part> list(String name) {
            return ((List<?>) value(name))
                    .stream().map(each -> new Part((Map<?, ?>) each)).toList();
        }
    }

    static Manifests read(String file) throws IOException {
        return of(Files.readString(Path.of(file)));
    }

    /** The objects of this text. */
    static Manifests of(String text) {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        List<Part> objects = new ArrayList<>();
        new Yaml(strict).loadAll(text).forEach(object -> objects.add(new Part((Map<?, ?>) object)));
        return new Manifests(objects);
    }

    Part first() {
        return objects.get(0);
    }

    Part find(String kind, String name) {
        return objects.stream()
                .filter(object -> object.text("kind").equals(kind))
                .filter(object -> object.at("metadata").text("name").equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
    }
}
