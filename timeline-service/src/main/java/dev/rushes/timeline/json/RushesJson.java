package dev.rushes.timeline.json;

import dev.rushes.media.value.Rational;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * How this stage reads and writes JSON: fields in the order of the record, unknown fields ignored, times as {@code "value/scale"}. The same
 * value is the same bytes on every machine.
 */
public final class RushesJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(new SimpleModule("rushes-times")
                    .addSerializer(Rational.class, new RationalWriter())
                    .addDeserializer(Rational.class, new RationalReader()))
            .build();

    private RushesJson() {}

    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** Writes for people: indented, with line feeds on every system. */
    public static ObjectWriter indented() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        return MAPPER.writer()
                .with(new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter));
    }

    private static final class RationalWriter extends ValueSerializer<Rational> {
        @Override
        public void serialize(Rational value, JsonGenerator json, SerializationContext context) {
            json.writeString(value.toString());
        }
    }

    private static final class RationalReader extends ValueDeserializer<Rational> {
        @Override
        public Rational deserialize(JsonParser json, DeserializationContext context) {
            String text = json.getValueAsString();
            try {
                return Rational.parse(text == null ? "" : text);
            } catch (NumberFormatException malformed) {
                throw context.weirdStringException(text, Rational.class, "expected \"value/scale\" in seconds");
            }
        }
    }
}
