package dev.rushes.standalone;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
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
import java.io.ByteArrayOutputStream;
import java.net.IDN;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What may import what. Each rule says what to do instead. */
@AnalyzeClasses(
        packages = "dev.rushes",
        importOptions = {ImportOption.DoNotIncludeTests.class, ImportLawTest.DoNotIncludeTestKits.class})
class ImportLawTest {

    /**
     * Leaves out what other modules' tests share. In the reactor's {@code test} phase that is a folder of test classes, which
     * {@link ImportOption.DoNotIncludeTests} knows; from the {@code package} phase on it is a jar, which it doesn't.
     */
    static final class DoNotIncludeTestKits implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.matches(TEST_JAR);
        }
    }

    /** Values of the I/O packages that touch neither disk nor network; what of them does is forbidden by name. */
    private static final DescribedPredicate<JavaClass> IN_MEMORY = belongToAnyOf(
            ByteArrayOutputStream.class,
            ByteBuffer.class,
            BufferUnderflowException.class,
            StandardCharsets.class,
            Charset.class,
            IDN.class,
            InetAddress.class,
            Inet4Address.class,
            Inet6Address.class,
            URI.class);

    private static final Pattern TEST_JAR = Pattern.compile(".*-tests\\.jar!.*");

    @ArchTest
    static final ArchRule decisionsArePlainJava = classes()
            .that()
            .resideInAnyPackage("..domain..", "dev.rushes.runtime.rules..", "dev.rushes.media.value..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            "java..",
                            "org.jspecify..",
                            "..domain..",
                            "dev.rushes.runtime.rules..",
                            "dev.rushes.media.value..",
                            "dev.rushes.flow..")
                    .or(JavaClass.Predicates.simpleName("CanIgnoreReturnValue")))
            .because(
                    "a decision must run in a unit test without a broker, a disk or a clock: pass it values, and let the stage do"
                            + " what it decides");

    @ArchTest
    static final ArchRule decisionsTouchNoClockAndNoDisk = noClasses()
            .that()
            .resideInAnyPackage("..domain..", "dev.rushes.runtime.rules..", "dev.rushes.media.value..")
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("java.io..", "java.nio..", "java.net..").and(not(IN_MEMORY)))
            .orShould()
            .callMethod(InetAddress.class, "getByName", String.class)
            .orShould()
            .callMethod(InetAddress.class, "getAllByName", String.class)
            .orShould()
            .callMethod(InetAddress.class, "getLocalHost")
            .orShould()
            .callMethod(InetAddress.class, "getHostName")
            .orShould()
            .callMethod(InetAddress.class, "getCanonicalHostName")
            .orShould()
            .callMethod(InetAddress.class, "isReachable", int.class)
            .orShould()
            .callMethod(URI.class, "toURL")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.util.UUID.class, "randomUUID")
            .because("time, randomness and files are arguments, so that every failure can be repeated");

    @ArchTest
    static final ArchRule onlyTheRuntimeSpeaksKafka = noClasses()
            .that(not(resideInAnyPackage("dev.rushes.runtime.kafka..", "dev.rushes.embedded..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "reactor.kafka..", "org.springframework.kafka..", "io.apicurio..")
            .because("the client library must be exchangeable: use the ports of dev.rushes.runtime.kafka");

    @ArchTest
    static final ArchRule onlyTheBucketSpeaksS3 = noClasses()
            .that(not(resideInAPackage("dev.rushes.media.store.s3..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk..")
            .because("a store is a matter of settings: use the ports of dev.rushes.media.store");

    @ArchTest
    static final ArchRule generatedClassesStayAtTheWire = noClasses()
            .that(not(resideInAnyPackage(
                    "..wire..",
                    "dev.rushes.runtime.kafka..",
                    "dev.rushes.flow..",
                    "dev.rushes.events..",
                    "dev.rushes.ingest.ledger..")))
            .should()
            .dependOnClassesThat(resideInAPackage("dev.rushes.events.."))
            .because("a schema may change without touching a decision: translate in the service's wire package");

    @ArchTest
    static final ArchRule stagesDoNotKnowEachOther = slices().matching("dev.rushes.(*)..")
            .namingSlices("$1")
            .that(DescribedPredicate.describe(
                    "are services", slice -> java.util.List.of("ingest", "split", "analysis", "timeline", "render")
                            .contains(slice.getNamePart(1))))
            .should()
            .notDependOnEachOther()
            .because(
                    "stages speak through topics and stored documents only: share a value in dev.rushes.media, or a fact in schemas");

    @ArchTest
    static final ArchRule nobodyBlocks = noClasses()
            .that(not(resideInAnyPackage(
                    "dev.rushes.standalone..", "dev.rushes.runtime.kafka..", "dev.rushes.embedded..")))
            // Before the port is open there is no event loop to stop.
            .and()
            .doNotHaveFullyQualifiedName("dev.rushes.ingest.access.AccessStart")
            .should()
            .callMethod(Mono.class, "block")
            .orShould()
            .callMethod(Mono.class, "block", java.time.Duration.class)
            .orShould()
            .callMethod(Flux.class, "blockFirst")
            .orShould()
            .callMethod(Flux.class, "blockLast")
            .orShould()
            .callMethod(Mono.class, "subscribe")
            .orShould()
            .callMethod(Flux.class, "subscribe")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", java.time.Duration.class)
            .because(
                    "a blocked event loop stops every job of the instance, and a bare subscribe loses errors and cancellation:"
                            + " return the Mono to the runtime");
}
