package dev.rushes.flow;

import dev.rushes.events.ControlCommand;
import dev.rushes.events.JobEvent;
import dev.rushes.events.OperatorActed;
import dev.rushes.events.WorkLease;
import dev.rushes.events.WorkerHeartbeat;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/** The schemas of all records that travel, as they are now. */
final class Contracts {
    private Contracts() {}

    /** Every record on a topic, by full name, in flow order. */
    static Map<String, Schema> now() {
        Map<String, Schema> schemas = new LinkedHashMap<>();
        Stream.concat(
                        Flow.table().stream().flatMap(row -> Stream.of(row.takes(), row.gives())
                                .flatMap(Collection::stream)),
                        Stream.of(
                                JobEvent.class,
                                ControlCommand.class,
                                WorkLease.class,
                                WorkerHeartbeat.class,
                                OperatorActed.class))
                .map(type -> SpecificData.get().getSchema(type))
                .forEach(schema -> schemas.put(schema.getFullName(), schema));
        return schemas;
    }

    /** Visits a schema and everything in it. */
    static void visit(Schema schema, Consumer<Schema> visitor) {
        visit(schema, visitor, new java.util.HashSet<>());
    }

    private static void visit(Schema schema, Consumer<Schema> visitor, java.util.Set<String> seen) {
        visitor.accept(schema);
        switch (schema.getType()) {
            case RECORD -> {
                if (seen.add(schema.getFullName())) {
                    schema.getFields().forEach(field -> visit(field.schema(), visitor, seen));
                }
            }
            case UNION -> schema.getTypes().forEach(branch -> visit(branch, visitor, seen));
            case ARRAY -> visit(schema.getElementType(), visitor, seen);
            case MAP -> visit(schema.getValueType(), visitor, seen);
            default -> {}
        }
    }
}
