package io.lockstep.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class LayeringTest {

    private static final JavaClasses CLIENT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.lockstep.client");

    @Test
    void theClientKnowsNoServer() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.lockstep.leader..", "io.lockstep.follower..", "com.alipay..")
                .check(CLIENT);
    }

    @Test
    void processesAndSignalsKnowNothingOfLocks() {
        classes()
                .that()
                .resideInAPackage("..client.process..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "io.lockstep.client.process..", "io.lockstep.program..")
                .check(CLIENT);
    }

    @Test
    void onlyTheCommandLineUsesPicocliAndOnlyTheTerminalJLine() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..client.cli..", "..client.admin..", "..client.command..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(CLIENT);
        noClasses()
                .that()
                .resideOutsideOfPackages("..client.repl..", "..client.top..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jline..")
                .check(CLIENT);
    }

    @Test
    void whatIsPureTouchesNoFileSocketThreadOrClock() {
        noClasses()
                .that()
                .haveSimpleName("ReplParser")
                .or()
                .haveSimpleName("ReplPrinter")
                .or()
                .haveSimpleNameStartingWith("Answer")
                .or()
                .haveSimpleName("RefusalText")
                .or()
                .haveSimpleName("Json")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.nio..", "java.net..", "java.util.concurrent..")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(CLIENT);
    }

    @Test
    void theCommandLineIsOnTopAndShellAndRunAreIndependent() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..client.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..client.cli..")
                .check(CLIENT);
        noClasses()
                .that()
                .resideInAnyPackage("..client.answer..", "..client.bench..", "..client.run..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..client.repl..")
                .check(CLIENT);
        noClasses()
                .that()
                .resideInAnyPackage("..client.answer..", "..client.bench..", "..client.repl..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..client.run..")
                .check(CLIENT);
    }

    @Test
    void theClientKnowsNoTool() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.lockstep.tools..")
                .check(CLIENT);
    }

    @Test
    void packagesHaveNoCycle() {
        slices().matching("io.lockstep.client.(*)..").should().beFreeOfCycles().check(CLIENT);
    }
}
