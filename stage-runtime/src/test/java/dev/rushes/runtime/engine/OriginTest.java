package dev.rushes.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OriginTest {
    @Test
    void records_that_many_partitions_have_at_like_offsets_rarely_share_a_hash() {
        Stream<Origin> window = IntStream.range(0, 64).boxed().flatMap(partition -> LongStream.range(
                        1_000_000, 1_000_200)
                .mapToObj(offset -> new Origin("rushes.split", partition, offset)));

        assertThat(window.map(Origin::hashCode).collect(Collectors.toSet()))
                .as("hashes of 12,800 records")
                .hasSizeGreaterThan(12_700);
    }

    @Test
    void the_same_place_has_the_same_hash() {
        assertThat(new Origin("rushes.split", 3, 1201)).hasSameHashCodeAs(new Origin("rushes.split", 3, 1201));
    }
}
