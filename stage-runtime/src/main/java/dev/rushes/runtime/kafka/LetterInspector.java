package dev.rushes.runtime.kafka;

import dev.rushes.runtime.deadletters.DeadLetter;
import dev.rushes.runtime.deadletters.LetterContent;
import dev.rushes.runtime.deadletters.LetterContent.Form;
import dev.rushes.runtime.deadletters.LetterContent.Shown;
import dev.rushes.runtime.deadletters.LetterContent.Value;
import dev.rushes.runtime.engine.UnreadableRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.retrytopic.RetryTopicHeaders;
import org.springframework.kafka.support.KafkaHeaders;

/** Makes one letter readable. Never fails on what it finds; may ask the registry, and so block. */
final class LetterInspector {
    private static final int MOST_HEADERS = 200;
    private static final int LONGEST_TRACE = 8_000;
    private static final int MOST_DIGITS_OF_AN_INTEGER = 16;

    /** Headers that are numbers; every other one is text, if it can be read as such. */
    private static final Map<String, Form> NUMBERS = Map.of(
            KafkaHeaders.DLT_ORIGINAL_PARTITION, Form.INT32,
            KafkaHeaders.DLT_ORIGINAL_OFFSET, Form.INT64,
            KafkaHeaders.DLT_ORIGINAL_TIMESTAMP, Form.INT64,
            KafkaHeaders.ORIGINAL_PARTITION, Form.INT32,
            KafkaHeaders.ORIGINAL_OFFSET, Form.INT64,
            KafkaHeaders.ORIGINAL_TIMESTAMP, Form.INT64,
            RetryTopicHeaders.DEFAULT_HEADER_ATTEMPTS, Form.INT32,
            RetryTopicHeaders.DEFAULT_HEADER_BACKOFF_TIMESTAMP, Form.INTEGER,
            RetryTopicHeaders.DEFAULT_HEADER_ORIGINAL_TIMESTAMP, Form.INTEGER);

    private final FactSerde serde;
    private final DeadLetterSettings settings;

    LetterInspector(FactSerde serde, DeadLetterSettings settings) {
        this.serde = serde;
        this.settings = settings;
    }

    LetterContent inspect(DeadLetter letter, ConsumerRecord<byte[], byte[]> record) {
        List<LetterContent.Header> headers = new ArrayList<>();
        int more = 0;
        for (Header header : record.headers()) {
            if (headers.size() < MOST_HEADERS) {
                headers.add(new LetterContent.Header(
                        cut(header.key(), settings.previewBytes()), header(header.key(), header.value())));
            } else {
                more++;
            }
        }
        return new LetterContent(
                letter,
                text(record.key(), settings.previewBytes()),
                headers,
                more,
                value(record),
                FactHeaders.text(record.headers(), KafkaHeaders.DLT_EXCEPTION_FQCN)
                        .map(name -> cut(name, settings.previewBytes())),
                FactHeaders.text(record.headers(), KafkaHeaders.DLT_EXCEPTION_STACKTRACE)
                        .map(trace -> cut(trace, LONGEST_TRACE)));
    }

    private Value value(ConsumerRecord<byte[], byte[]> record) {
        try {
            SpecificRecord fact = serde.decode(record.topic(), record.headers(), record.value());
            String json = json(fact);
            return json.length() <= settings.maxJson()
                    ? new Value.Decoded(fact.getSchema().getFullName(), json, record.serializedValueSize())
                    : opaque(
                            "Expected at most " + settings.maxJson() + " characters of JSON, but it has "
                                    + json.length(),
                            record);
        } catch (UnreadableRecord e) {
            return opaque(String.valueOf(e.getMessage()), record);
        } catch (IOException | AvroRuntimeException | ClassCastException e) {
            return opaque("Expected to show the record as JSON, but " + e, record);
        } catch (RuntimeException e) {
            return opaque("Expected the registry to answer, but it did not: " + e.getMessage(), record);
        }
    }

    private Value opaque(String why, ConsumerRecord<byte[], byte[]> record) {
        byte[] bytes = record.value();
        return new Value.Opaque(
                cut(why, settings.previewBytes()), bytes == null ? nothing() : hex(bytes, settings.previewBytes()));
    }

    private static String json(SpecificRecord fact) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonEncoder encoder = EncoderFactory.get().jsonEncoder(fact.getSchema(), out);
        new SpecificDatumWriter<>(fact.getSchema()).write(fact, encoder);
        encoder.flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    private Shown header(String name, byte @Nullable [] value) {
        Form form = NUMBERS.getOrDefault(name, Form.TEXT);
        int length = value == null ? 0 : value.length;
        if (value != null && form == Form.INT32 && length == Integer.BYTES) {
            return number(form, ByteBuffer.wrap(value).getInt(), length);
        }
        if (value != null && form == Form.INT64 && length == Long.BYTES) {
            return number(form, ByteBuffer.wrap(value).getLong(), length);
        }
        if (value != null && form == Form.INTEGER && length > 0 && length <= MOST_DIGITS_OF_AN_INTEGER) {
            return number(form, new BigInteger(value), length);
        }
        return text(value, settings.previewBytes());
    }

    private static Shown number(Form form, Number value, int length) {
        return new Shown(form, value.toString(), length, false);
    }

    private static Shown text(byte @Nullable [] value, int most) {
        if (value == null) {
            return nothing();
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
            return text.codePoints().anyMatch(LetterInspector::isUnprintable)
                    ? hex(value, most)
                    : new Shown(Form.TEXT, cut(text, most), value.length, text.length() > most);
        } catch (CharacterCodingException noText) {
            return hex(value, most);
        }
    }

    private static boolean isUnprintable(int character) {
        return Character.isISOControl(character) && character != '\n' && character != '\r' && character != '\t';
    }

    private static Shown hex(byte[] value, int most) {
        byte[] beginning = value.length <= most ? value : Arrays.copyOf(value, most);
        return new Shown(
                Form.BYTES, HexFormat.of().formatHex(beginning), value.length, beginning.length < value.length);
    }

    private static Shown nothing() {
        return new Shown(Form.NULL, "", 0, false);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
