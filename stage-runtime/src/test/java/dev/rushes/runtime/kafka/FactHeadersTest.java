package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactHeadersTest {

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "7", "-12", "000123", "999999999999999999", "-999999999999999999"})
    void a_decimal_number_is_read(String text) {
        assertThat(FactHeaders.number(text)).contains(Long.valueOf(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "+1", "1.5", "--1", "1-", " 1", "1e3", "٣", "1000000000000000000", "x"})
    void what_is_no_decimal_number_of_at_most_18_digits_is_none(String text) {
        assertThat(FactHeaders.number(text)).isEmpty();
    }

    @Test
    void of_two_headers_with_one_name_the_last_counts() {
        Headers headers = new RecordHeaders()
                .add(FactHeaders.TENANT, bytes("first"))
                .add(FactHeaders.RUN, bytes("2"))
                .add(FactHeaders.TENANT, bytes("last"))
                .add(FactHeaders.RUN, null);
        JobHeaders said = JobHeaders.of(headers);
        assertThat(said.tenant()).isEqualTo("last");
        assertThat(said.run()).isNull();
        assertThat(said.priority()).isNull();
    }

    @Test
    void all_names_and_values_count_into_the_size() {
        Headers headers = new RecordHeaders().add("foreign", bytes("four")).add("empty", null);
        assertThat(JobHeaders.of(headers).bytes()).isEqualTo(7 + 4 + 5);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
