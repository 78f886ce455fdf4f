package io.lockstep.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The manifests fit the schema of Kubernetes, as its Java client has it: no field that an object does not have, none
 * missing that it must have, and each of its type.
 */
class KubernetesSchemaTest {

    private static final Path MANIFESTS = Path.of("kubernetes", "lockstep.yaml");

    @Test
    void theManifestsFitTheSchema() throws Exception {
        assertThat(check(Files.readString(MANIFESTS))).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    publishNotReadyAddresses: | publishNotReadyAddress:  | not defined in the `V1ServiceSpec`
                    maxUnavailable:           | maximum:      | not defined in the `V1PodDisruptionBudgetSpec`
                    periodSeconds: 5          | periodSecond: 5          | not defined in the `V1Probe`
                    readOnlyRootFilesystem:   | readOnlyRootFileSystem:  | not defined in the `V1SecurityContext`
                    serviceName:              | service:                 | not defined in the `V1StatefulSetSpec`
                    topologyKey: kubernetes.io/hostname | namespaces: []  | required field `topologyKey`
                    port: http, scheme        | port: [http], scheme     | `port` to be a primitive type
                    replicas: 3               | replicas: three          | three
                    """)
    void aSlipOfThePenIsFound(String right, String wrong, String message) throws Exception {
        String manifests = Files.readString(MANIFESTS);
        assertThat(manifests).contains(right);
        assertThatThrownBy(() -> check(manifests.replaceFirst(Pattern.quote(right), wrong)))
                .hasStackTraceContaining(message);
    }

    /** Checks each object, and returns how many there are. */
    private static int check(String manifests) throws Exception {
        Gson gson = new GsonBuilder()
                .registerTypeAdapter(OffsetDateTime.class, (JsonDeserializer<OffsetDateTime>)
                        (text, type, context) -> OffsetDateTime.parse(text.getAsString()))
                .create();
        List<Manifests.Part> objects = Manifests.of(manifests).objects();
        for (Manifests.Part part : objects) {
            JsonElement object = gson.toJsonTree(part.map());
            // By its name: the compiler would miss the annotations of the class, which are in yet another library.
            Class<?> model = Class.forName("io.kubernetes.client.openapi.models.V1" + part.text("kind"));
            Method fields = model.getMethod("validateJsonElement", JsonElement.class);
            try {
                fields.invoke(null, object);
            } catch (InvocationTargetException wrong) {
                throw new IllegalArgumentException(part.text("kind"), wrong.getCause());
            }
            assertThat((Object) gson.fromJson(object, model)).isNotNull();
        }
        return objects.size();
    }
}
