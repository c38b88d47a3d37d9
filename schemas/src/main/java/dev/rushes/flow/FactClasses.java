package dev.rushes.flow;

import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Tells Avro that the generated records may be made from schemas. Since 1.12.2 Avro makes no class that nobody vouches for, so that a schema can not name
 * an arbitrary one; a system property would do, but every process and test would have to remember it. Avro loads its logical types through the
 * service loader before it reads the first schema, so this class poses as one and is there in time, always.
 */
public final class FactClasses implements LogicalTypes.LogicalTypeFactory {
    private static final String FACTS = "dev.rushes.events";

    /** For the service loader. */
    public FactClasses() {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.DEFAULT, type -> type.getPackageName().equals(FACTS)));
    }

    /** A name that no schema uses. */
    @Override
    public String getTypeName() {
        return "rushes-facts";
    }

    @Override
    public LogicalType fromSchema(Schema schema) {
        throw new IllegalArgumentException("Expected no schema with the logical type " + getTypeName());
    }
}
