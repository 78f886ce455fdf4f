package io.lockstep.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The parts of the manifests agree with one another, and with the flags, ports and variables of the servers. */
class ManifestsTest {

    private static final Set<String> PROBES = Set.of("startupProbe", "livenessProbe", "readinessProbe");

    private final Manifests kubernetes = Manifests.read("kubernetes/lockstep.yaml");
    private final Manifests compose = Manifests.read("docker/compose.yaml");

    ManifestsTest() throws IOException {}

    @Test
    void everyObjectHasAVersionAKindAndAName() {
        assertThat(kubernetes.objects())
                .extracting(object -> object.text("apiVersion") + " " + object.text("kind") + " "
                        + object.at("metadata").text("name"))
                .containsExactly(
                        "v1 Service lockstep-peers",
                        "v1 Service lockstep",
                        "policy/v1 PodDisruptionBudget lockstep",
                        "apps/v1 StatefulSet lockstep");
    }

    @Test
    void selectorsChooseThePods() {
        Object labels = pods().at("metadata").value("labels");
        assertThat(labels).isInstanceOf(Map.class);
        assertThat(kubernetes.find("Service", "lockstep").at("spec").value("selector"))
                .isEqualTo(labels);
        assertThat(peers().value("selector")).isEqualTo(labels);
        assertThat(budget().at("selector").value("matchLabels")).isEqualTo(labels);
        assertThat(set().at("selector").value("matchLabels")).isEqualTo(labels);
    }

    @Test
    void theServersFindEachOtherBeforeTheyAreReady() {
        assertThat(set().text("podManagementPolicy")).isEqualTo("Parallel");
        assertThat(set().text("serviceName")).isEqualTo("lockstep-peers");
        assertThat(peers().text("clusterIP")).isEqualTo("None");
        assertThat(peers().value("publishNotReadyAddresses")).isEqualTo(true);
        assertThat(environment().get("ADVERTISE")).isEqualTo("$(POD)." + set().text("serviceName"));
    }

    @Test
    void aClusterKeepsItsMajority() {
        int servers = (int) set().value("replicas");
        assertThat((int) budget().value("maxUnavailable")).isEqualTo((servers - 1) / 2);
    }

    @Test
    void portsAreThoseOfTheServer() {
        Map<String, Object> ports = container().list("ports").stream()
                .collect(Collectors.toMap(port -> port.text("name"), port -> port.value("containerPort")));
        assertThat(ports).isEqualTo(Map.of("clients", 9000, "servers", 9100, "http", 9200));
        for (String service : List.of("lockstep", "lockstep-peers")) {
            assertThat(kubernetes.find("Service", service).at("spec").list("ports"))
                    .allSatisfy(port -> assertThat(port.value("port")).isEqualTo(ports.get(port.text("targetPort"))));
        }
        assertThat(environment().get("JOIN"))
                .isEqualTo("lockstep:" + ports.get("clients"))
                .isNotNull();
    }

    @Test
    void probesAskTheHttpPort() {
        assertThat(PROBES).allSatisfy(probe -> {
            Manifests.Part get = container().at(probe).at("httpGet");
            assertThat(get.text("port")).isEqualTo("http");
            assertThat(get.text("scheme")).isEqualTo("HTTPS");
        });
        assertThat(PROBES.stream()
                        .map(probe -> container().at(probe).at("httpGet").text("path")))
                .containsExactlyInAnyOrder("/startupz", "/livez", "/readyz");
    }

    @Test
    void nothingIsMountedThatIsNotThereAndNothingIsThereThatIsNotMounted() {
        Set<String> volumes = Stream.concat(
                        pods().at("spec").list("volumes").stream(),
                        set().list("volumeClaimTemplates").stream().map(claim -> claim.at("metadata")))
                .map(volume -> volume.text("name"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(container().list("volumeMounts"))
                .extracting(mount -> mount.text("name"))
                .containsExactlyInAnyOrderElementsOf(volumes);
        List<String> paths = container().list("volumeMounts").stream()
                .map(mount -> mount.text("mountPath"))
                .toList();
        assertThat(Stream.of("SECRET_FILE", "LOCKSTEP_TLS_CA").map(environment()::get))
                .allSatisfy(file -> assertThat(paths).anyMatch(file::startsWith));
    }

    @Test
    void thePodIsBare() {
        assertThat(pods().at("spec").value("enableServiceLinks")).isEqualTo(false);
        assertThat(pods().at("spec").at("securityContext").value("runAsNonRoot"))
                .isEqualTo(true);
        assertThat(container().at("securityContext").value("readOnlyRootFilesystem"))
                .isEqualTo(true);
    }

    @Test
    void theVersionIsThatOfTheProject() throws IOException {
        String project = Files.readString(Path.of("pom.xml"));
        String version = project.replaceFirst("(?s).*?<version>([^<]*)</version>.*", "$1");
        assertThat(container().text("image")).isEqualTo("lockstep:" + version);
        assertThat(Files.readString(Path.of("docker/Dockerfile"))).contains("ARG VERSION=" + version + "\n");
        assertThat(compose.first().at("services").at("lockstep-1").text("image"))
                .isEqualTo("lockstep:" + version);
    }

    @Test
    void oneServiceOfComposeFoundsAndTheOthersJoinIt() {
        Manifests.Part services = compose.first().at("services");
        assertThat(services.names()).containsExactly("lockstep-1", "lockstep-2", "lockstep-3");
        assertThat(services.names()).allSatisfy(name -> {
            Manifests.Part service = services.at(name);
            assertThat(service.text("hostname")).isEqualTo(name);
            assertThat(service.at("environment").names().contains("FOUND")).isEqualTo(name.equals("lockstep-1"));
            String joined = service.at("environment").text("JOIN").replace(":9000", "");
            assertThat(services.names()).contains(joined).isNotEqualTo(name);
            String volume = service.value("volumes").toString().replaceAll("[\\[\\]]|:.*", "");
            assertThat(compose.first().at("volumes").names()).contains(volume);
        });
    }

    private Manifests.Part set() {
        return kubernetes.find("StatefulSet", "lockstep").at("spec");
    }

    private Manifests.Part peers() {
        return kubernetes.find("Service", "lockstep-peers").at("spec");
    }

    private Manifests.Part budget() {
        return kubernetes.find("PodDisruptionBudget", "lockstep").at("spec");
    }

    private Manifests.Part pods() {
        return set().at("template");
    }

    private Manifests.Part container() {
        return pods().at("spec").list("containers").get(0);
    }

    private Map<String, String> environment() {
        return container().list("env").stream()
                .filter(variable -> variable.names().contains("value"))
                .collect(Collectors.toMap(variable -> variable.text("name"), variable -> variable.text("value")));
    }
}
