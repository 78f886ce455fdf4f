package io.lockstep.leader;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom, as docs/ARCHITECTURE.md says. */
class LayeringTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.lockstep");

    @Test
    void onlyTheEnginePackageSeesTheEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.lockstep.leader.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.alipay..", "com.google.protobuf..")
                .check(CLASSES);
    }

    @Test
    void theNodeSeesNeitherSocketsNorDiskNorEngine() {
        noClasses()
                .that()
                .resideInAnyPackage("io.lockstep.leader.node..", "io.lockstep.leader.authority..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..",
                        "java.net..",
                        "java.nio.channels..",
                        "java.nio.file..",
                        "java.util.concurrent.locks..",
                        "io.lockstep.common.net..",
                        "io.lockstep.leader.engine..",
                        "io.lockstep.leader.peer..",
                        "io.lockstep.leader.log..",
                        "io.lockstep.leader.storage..",
                        "io.lockstep.leader.server..")
                .check(CLASSES);
    }

    @Test
    void whatTheLeaderDecidesIsPure() {
        classes()
                .that()
                .resideInAPackage("io.lockstep.leader.authority..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.util..",
                        "org.jspecify..",
                        "io.lockstep.common.lock..",
                        "io.lockstep.leader.authority..",
                        "io.lockstep.leader.replication..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.lockstep.leader.authority..")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    @Test
    void theSeamKnowsNothingOfEitherSide() {
        classes()
                .that()
                .resideInAPackage("io.lockstep.leader.replication..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java.lang..", "java.util..", "org.jspecify..", "io.lockstep.leader.replication..")
                .check(CLASSES);
    }

    @Test
    void theLogAndTheWireKnowNeitherEngineNorNode() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.lockstep.leader.log..", "io.lockstep.leader.peer..", "io.lockstep.leader.storage..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.alipay..",
                        "io.lockstep.leader.engine..",
                        "io.lockstep.leader.node..",
                        "io.lockstep.leader.authority..",
                        "io.lockstep.leader.server..",
                        "io.lockstep.common.lock..")
                .check(CLASSES);
    }

    @Test
    void noServerCodeKnowsTheClient() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.lockstep.client..")
                .check(CLASSES);
    }
}
