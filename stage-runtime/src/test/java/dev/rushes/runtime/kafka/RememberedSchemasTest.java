package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.events.ControlCommand;
import dev.rushes.events.JobEvent;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class RememberedSchemasTest {
    private final RememberedSchemas<Object> schemas = new RememberedSchemas<>();

    @Test
    void aSchemaThatIsAtHandHasItsReaderAndItsWriterAtHand() {
        Schema schema = JobEvent.getClassSchema();

        assertThat(schemas.createDatumReader(schema)).isSameAs(schemas.createDatumReader(schema));
        assertThat(schemas.createDatumWriter(new JobEvent(), schema))
                .isSameAs(schemas.createDatumWriter(new JobEvent(), schema));
    }

    @Test
    void eachSchemaHasItsOwn() {
        assertThat(schemas.createDatumReader(JobEvent.getClassSchema()))
                .isNotSameAs(schemas.createDatumReader(ControlCommand.getClassSchema()));
        assertThat(schemas.createDatumWriter(new JobEvent(), JobEvent.getClassSchema()))
                .isNotSameAs(schemas.createDatumWriter(new ControlCommand(), ControlCommand.getClassSchema()));
    }

    @Test
    void howeverManySchemasThereAreEachIsRead() {
        for (int number = 0; number < 1_000; number++) {
            Schema schema = SchemaBuilder.record("Record" + number)
                    .fields()
                    .requiredInt("field")
                    .endRecord();
            assertThat(schemas.createDatumReader(schema)).isNotNull();
        }
    }
}
