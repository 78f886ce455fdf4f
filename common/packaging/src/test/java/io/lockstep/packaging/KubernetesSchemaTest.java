package io.lockstep.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
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
    void theManifestsFitTheSchema() throws IOException {
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
    void aSlipOfThePenIsFound(String right, String wrong, String message) throws IOException {
        String manifests = Files.readString(MANIFESTS);
        assertThat(manifests).contains(right);
        assertThatThrownBy(() -> check(manifests.replaceFirst(Pattern.quote(right), wrong)))
                .hasMessageContaining(message);
    }

    /** Checks each object, and returns how many there are. */
    private static int check(String manifests) throws IOException {
        Gson gson = new GsonBuilder()
                .registerTypeAdapter(OffsetDateTime.class, (JsonDeserializer<OffsetDateTime>)
                        (text, type, context) -> OffsetDateTime.parse(text.getAsString()))
                .create();
        int objects = 0;
        for (Manifests.Part part : Manifests.of(manifests).objects()) {
            JsonElement object = gson.toJsonTree(part.map());
            switch (part.text("apiVersion") + " " + part.text("kind")) {
                case "v1 Service" -> {
                    V1Service.validateJsonElement(object);
                    gson.fromJson(object, V1Service.class);
                }
                case "policy/v1 PodDisruptionBudget" -> {
                    V1PodDisruptionBudget.validateJsonElement(object);
                    gson.fromJson(object, V1PodDisruptionBudget.class);
                }
                case "apps/v1 StatefulSet" -> {
                    V1StatefulSet.validateJsonElement(object);
                    gson.fromJson(object, V1StatefulSet.class);
                }
                default -> throw new IllegalArgumentException("no schema here for " + part.map());
            }
            objects++;
        }
        return objects;
    }
}
