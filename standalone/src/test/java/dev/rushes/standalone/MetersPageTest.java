package dev.rushes.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.rushes.runtime.observe.DocumentedMeter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code docs/meters.md} is made from the enums of meters, and this is what makes it and what finds out when it was forgotten. */
class MetersPageTest {
    private static final Path PAGE = Path.of("..", "docs", "meters.md");
    private static final Path OPERATIONS = Path.of("..", "docs", "operations.md");

    @Test
    void thePageSaysWhatTheEnumsSay() throws IOException {
        String page = page();
        if (Boolean.getBoolean("rushes.docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as(
                        "docs/meters.md is not up to date: write it with"
                                + " \"mvn -pl standalone -am test -Dtest=MetersPageTest -Dsurefire.failIfNoSpecifiedTests=false -Drushes.docs.write=true\"")
                .isEqualTo(page);
    }

    @Test
    void everyEnumOfMetersIsOnThePage() {
        assertThat(meterClasses())
                .filteredOn(type -> type.isEnum() && type.getSimpleName().endsWith("Meter"))
                .allSatisfy(type -> assertThat(type.isAssignableTo(DocumentedMeter.class))
                        .as("%s must implement DocumentedMeter, so that it is documented", type.getName())
                        .isTrue());
    }

    @Test
    void noNameIsUsedTwice() throws Exception {
        List<String> names = new ArrayList<>();
        for (JavaClass type : enums()) {
            meters(type).forEach(meter -> names.add(meter.meterName()));
        }
        assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(20);
    }

    @Test
    void everyAlertThatIsRecommendedAsksForAMeterThatExists() throws Exception {
        Set<String> known = new HashSet<>();
        for (JavaClass type : enums()) {
            meters(type).forEach(meter -> known.add(meter.scrapedAs()));
        }
        List<String> asked = java.util.regex.Pattern.compile("\\brushes_[a-z_]+")
                .matcher(Files.readString(OPERATIONS))
                .results()
                .map(java.util.regex.MatchResult::group)
                .toList();
        assertThat(asked).hasSizeGreaterThan(10).allSatisfy(name -> assertThat(known)
                .contains(name));
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Meters

                Made from the enums of meters in the code; a test fails when this page differs from them. `/actuator/prometheus` shows them under the names of the second
                column. A timer has `_count`, `_sum`, `_max` and `_bucket` behind that name. Names are an interface: dashboards and alerts depend on them. No meter is split by job.
                """);
        for (JavaClass type : enums()) {
            page.append("\n## ").append(type.getSimpleName()).append("\n\n");
            page.append("| meter | on the Prometheus page | kind | tags | what it says |\n|---|---|---|---|---|\n");
            for (DocumentedMeter meter : meters(type)) {
                page.append("| `%s` | `%s` | %s | %s | %s |%n"
                        .formatted(
                                meter.meterName(),
                                meter.scrapedAs(),
                                meter.facts().kind().name().toLowerCase(Locale.ROOT),
                                String.join(", ", meter.tags()),
                                meter.description()));
            }
        }
        return page.toString();
    }

    private static List<JavaClass> enums() {
        return meterClasses().stream()
                .filter(type -> type.isEnum() && type.isAssignableTo(DocumentedMeter.class))
                .sorted(Comparator.comparing(JavaClass::getSimpleName))
                .toList();
    }

    private static List<JavaClass> meterClasses() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.rushes").stream()
                        .toList();
    }

    private static List<DocumentedMeter> meters(JavaClass type) {
        try {
            Object[] constants = Class.forName(type.getName()).getEnumConstants();
            List<DocumentedMeter> meters = new ArrayList<>();
            for (Object constant : constants) {
                meters.add((DocumentedMeter) constant);
            }
            return meters;
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
