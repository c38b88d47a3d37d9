package dev.rushes.runtime.kafka;

import io.apicurio.registry.resolver.ParsedSchema;
import io.apicurio.registry.resolver.data.Record;
import io.apicurio.registry.resolver.strategy.ArtifactReference;
import io.apicurio.registry.resolver.strategy.ArtifactReferenceResolverStrategy;
import io.apicurio.registry.serde.data.SerdeRecord;
import org.apache.avro.Schema;

/**
 * Names schemas in the registry {@code <topic>-<full name of the record>}, because a topic carries several types. Confluent's
 * {@code TopicRecordNameStrategy} gives the same names, so that its clients find the same subjects. Public because the serializer makes
 * its own instance by class name.
 */
public final class RecordSubjects implements ArtifactReferenceResolverStrategy<Schema, Object> {

    @Override
    public ArtifactReference artifactReference(Record<Object> data, ParsedSchema<Schema> parsedSchema) {
        String topic = ((SerdeRecord<Object>) data).metadata().getTopic();
        return ArtifactReference.builder()
                .groupId(null)
                .artifactId(topic + "-" + parsedSchema.getParsedSchema().getFullName())
                .build();
    }

    @Override
    public boolean loadSchema() {
        return true;
    }
}
