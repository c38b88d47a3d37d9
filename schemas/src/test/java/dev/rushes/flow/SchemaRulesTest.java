package dev.rushes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules that keep the contracts readable for people and changeable for us. */
class SchemaRulesTest {

    static Stream<Schema> records() {
        return Contracts.now().values().stream();
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyRecordAndFieldSaysWhatItMeans(Schema record) {
        Contracts.visit(record, schema -> {
            if (schema.getType() == Schema.Type.RECORD) {
                assertThat(schema.getDoc())
                        .as("doc of %s", schema.getFullName())
                        .isNotBlank();
                schema.getFields().forEach(field -> assertThat(field.doc())
                        .as("doc of %s.%s", schema.getFullName(), field.name())
                        .isNotBlank());
            }
        });
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyEnumHasADefaultSoThatOldReadersSurviveNewSymbols(Schema record) {
        Contracts.visit(record, schema -> {
            if (schema.getType() == Schema.Type.ENUM) {
                assertThat(schema.getEnumDefault())
                        .as("default of %s", schema.getFullName())
                        .isEqualTo("UNKNOWN");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("records")
    void unionsAreNullOrOneTypeSoThatNoBranchCanBeMissing(Schema record) {
        Contracts.visit(record, schema -> {
            if (schema.getType() == Schema.Type.UNION) {
                assertThat(schema.getTypes()).hasSize(2);
                assertThat(schema.getTypes().getFirst().getType()).isEqualTo(Schema.Type.NULL);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("records")
    void timesAndIdentifiersHaveLogicalTypes(Schema record) {
        Set<String> identifiers = Set.of("eventId", "jobId", "commandId", "actionId");
        for (Schema.Field field : record.getFields()) {
            Schema type = field.schema().getType() == Schema.Type.UNION
                    ? field.schema().getTypes().getLast()
                    : field.schema();
            if (identifiers.contains(field.name())) {
                assertThat(type.getLogicalType()).as(field.name()).isEqualTo(LogicalTypes.uuid());
            }
            if (field.name().endsWith("At")) {
                assertThat(type.getLogicalType()).as(field.name()).isEqualTo(LogicalTypes.timestampMillis());
            }
        }
    }
}
