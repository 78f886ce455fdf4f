package io.lockstep.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class LibraryLayeringTest {

    /** The classes of this module alone; not those of its tests. */
    private static final JavaClasses LIBRARY = new ClassFileImporter().importPath("target/classes");

    @Test
    void packagesDependInOneDirection() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("connection")
                .definedBy("..client.connection..")
                .layer("session")
                .definedBy("..client.session..")
                .layer("turn")
                .definedBy("..client.turn..")
                .layer("inspect")
                .definedBy("..client.inspect..")
                .layer("api")
                .definedBy("..client.api..")
                .layer("fencing")
                .definedBy("..client.fencing..")
                .layer("lease")
                .definedBy("..client.lease..")
                .whereLayer("connection")
                .mayOnlyBeAccessedByLayers("session", "inspect", "api", "lease")
                .whereLayer("session")
                .mayOnlyBeAccessedByLayers("inspect", "api", "lease")
                .whereLayer("turn")
                .mayOnlyBeAccessedByLayers("api")
                .whereLayer("inspect")
                .mayOnlyBeAccessedByLayers("api")
                .whereLayer("api")
                .mayOnlyBeAccessedByLayers("fencing", "lease")
                .whereLayer("lease")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("fencing")
                .mayNotBeAccessedByAnyLayer()
                .check(LIBRARY);
    }

    @Test
    void packagesHaveNoCycle() {
        slices().matching("io.lockstep.client.(*)..").should().beFreeOfCycles().check(LIBRARY);
    }

    @Test
    void theLibraryNeedsOnlyTheJdkTheProtocolAndAddresses() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "io.lockstep.common.protocol..",
                        "io.lockstep.common.net..",
                        "io.lockstep.common.tls..",
                        "io.lockstep.client..")
                .check(LIBRARY);
    }

    @Test
    void ofTheNetworkPackageTheLibraryUsesOnlyAddresses() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.lockstep.common.net.EventLoop")
                .check(LIBRARY);
    }
}
