package dev.rushes.runtime.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;

/** Makes the serializers and deserializers that the settings name. */
record SerdeFactory(KafkaSettings settings) {
    private static final String TALKATIVE = "io.apicurio.registry.resolver.cache.ERCache";

    /** Apicurio throws its errors and logs each with a trace as well: one for each look at a registry that is away. */
    SerdeFactory {
        LoggingSystem logging = LoggingSystem.get(SerdeFactory.class.getClassLoader());
        LoggerConfiguration wanted = logging.getLoggerConfiguration(TALKATIVE);
        if (wanted == null || wanted.getConfiguredLevel() == null) {
            logging.setLogLevel(TALKATIVE, LogLevel.OFF);
        }
    }

    Serializer<Object> serializer() {
        return serializer(properties());
    }

    /** One that registers nothing, and takes the newest version of a schema whatever it says. */
    Serializer<Object> asker() {
        Map<String, Object> properties = properties();
        properties.put("apicurio.registry.auto-register", false);
        properties.put("apicurio.registry.find-latest", true);
        properties.put("auto.register.schemas", false);
        properties.put("use.latest.version", true);
        properties.put("latest.compatibility.strict", false);
        return serializer(properties);
    }

    private Serializer<Object> serializer(Map<String, Object> properties) {
        Serializer<Object> serializer = instance(settings.serializer(), Serializer.class);
        serializer.configure(properties, false);
        return serializer;
    }

    Deserializer<Object> deserializer() {
        Deserializer<Object> deserializer = instance(settings.deserializer(), Deserializer.class);
        deserializer.configure(properties(), false);
        return deserializer;
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("apicurio.registry.url", settings.registryUrl());
        properties.put("apicurio.registry.auto-register", settings.autoRegister());
        properties.put("apicurio.registry.find-latest", false);
        // Whole schemas, not pieces that name each other: a reader without our code gets all it needs with one
        // question.
        properties.put("apicurio.registry.dereference-schema", true);
        properties.put("apicurio.registry.use-specific-avro-reader", true);
        properties.put("apicurio.registry.artifact-resolver-strategy", RecordSubjects.class.getName());
        properties.put("apicurio.registry.avro-datum-provider", RememberedSchemas.class.getName());
        properties.put("apicurio.registry.http.adapter", "VERTX");
        properties.put("auto.register.schemas", settings.autoRegister());
        properties.put("specific.avro.reader", true);
        properties.put("value.subject.name.strategy", "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy");
        properties.putAll(settings.serde());
        return properties;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T> T instance(String className, Class type) {
        try {
            return (T) Utils.newInstance(className, type);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "Expected the class " + className + " on the class path, but it is not there", e);
        }
    }
}
