// SPDX-License-Identifier: Apache-2.0
package dkvm.launcher;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom. A rule about code that is still to come holds of nothing, and then of that code. */
@AnalyzeClasses(packages = "dkvm", importOptions = {ImportOption.DoNotIncludeTests.class,
        ArchitectureTest.Written.class})
class ArchitectureTest {

    /** What protoc generates is large, and knows protobuf alone. */
    static final class Written implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/dkvm/sdk/wire/v1/");
        }
    }

    /** Both sides of compile-time annotations: nobody needs them at run time. */
    private static final String[] ANNOTATIONS = {"org.jspecify.annotations..", "org.osgi.annotation..",
            "org.osgi.service.component.annotations..", "org.osgi.service.metatype.annotations..",
            "aQute.bnd.annotation.."};

    private static DescribedPredicate<JavaClass> anyOf(String... packages) {
        return resideInAnyPackage(packages).or(resideInAnyPackage(ANNOTATIONS)).or(resideInAPackage("java.."));
    }

    @ArchTest
    static final ArchRule SDK_KNOWS_ONLY_THE_JDK_AND_PROTOBUF = classes().that().resideInAPackage("dkvm.sdk..").should()
            .onlyDependOnClassesThat(anyOf("dkvm.sdk..", "com.google.protobuf..", "sun.misc.."));

    @ArchTest
    static final ArchRule DEVICES_KNOW_ONLY_THE_SDK = classes().that().resideInAPackage("dkvm.device..").should()
            .onlyDependOnClassesThat(resideOutsideOfPackages("dkvm.kernel..", "dkvm.launcher.."))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule DEVICES_DO_NOT_KNOW_ONE_ANOTHER = slices().matching("dkvm.device.(*.*)..").should()
            .notDependOnEachOther().allowEmptyShould(true);

    @ArchTest
    static final ArchRule KERNEL_KNOWS_THE_SDK_ALONE = noClasses().that().resideInAPackage("dkvm.kernel..").should()
            .dependOnClassesThat().resideInAnyPackage("dkvm.device..", "dkvm.launcher..", "ch.qos.logback..",
                    "org.apache.felix.framework..", "picocli..");

    @ArchTest
    static final ArchRule KERNEL_ROOMS_FORM_NO_CIRCLE = slices().matching("dkvm.kernel.(*)..").should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule LAUNCHER_ROOMS_FORM_NO_CIRCLE = slices().matching("dkvm.launcher.(*)..").should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule LAUNCHER_CHECKS_AND_STORES_BUT_STAYS_OUT_OF_THE_REST = classes().that()
            .resideInAPackage("dkvm.launcher..").should()
            .onlyDependOnClassesThat(resideOutsideOfPackages("dkvm.kernel..")
                    .or(resideInAnyPackage("dkvm.kernel.config..", "dkvm.kernel.store..")));

    @ArchTest
    static final ArchRule ONLY_CONFIG_READS_YAML = noClasses().that().resideOutsideOfPackage("dkvm.kernel.config..")
            .should().dependOnClassesThat().resideInAPackage("org.yaml..");

    @ArchTest
    static final ArchRule THE_SYSTEM_IS_CALLED_IN_LINUX_PACKAGES_ONLY = noClasses().that()
            .resideOutsideOfPackage("dkvm..linux..").should().dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.foreign.Linker");

    @ArchTest
    static final ArchRule STDOUT_AND_STDERR_BELONG_TO_THE_LAUNCHER_AND_THE_SDK = noClasses().that()
            .resideOutsideOfPackages("dkvm.launcher..", "dkvm.sdk..").should().accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err").orShould().callMethod(Throwable.class, "printStackTrace")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule ONLY_THE_SDK_AND_THE_LAUNCHER_END_A_PROCESS = noClasses().that()
            .resideOutsideOfPackages("dkvm.launcher..", "dkvm.sdk..").should()
            .callMethod(System.class, "exit", int.class)
            .orShould().callMethod(Runtime.class, "halt", int.class).allowEmptyShould(true);
}
