package dev.rushes.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TraceTest {
    private static final String HEADER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    /** The header as the specification has it. */
    private static final Pattern WELL_FORMED = Pattern.compile(
            "(?:00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}|(?!00|ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?)");

    @Test
    void a_header_names_its_trace_and_span() {
        assertThat(Trace.parse(HEADER))
                .contains(new Trace("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", "01"));
        assertThat(Trace.parse(HEADER).map(Trace::traceparent)).contains(HEADER);
    }

    @Test
    void ids_of_nothing_but_zeros_name_nothing() {
        assertThat(Trace.parse("00-" + "0".repeat(32) + "-b7ad6b7169203331-01")).isEmpty();
        assertThat(Trace.parse("00-0af7651916cd43dd8448eb211c80319c-" + "0".repeat(16) + "-01"))
                .isEmpty();
    }

    @Test
    void a_later_version_may_say_more_behind_a_hyphen() {
        assertThat(Trace.parse("cc" + HEADER.substring(2) + "-what the future brings"))
                .isPresent();
        assertThat(Trace.parse(HEADER + "1")).isEmpty();
        assertThat(Trace.parse(HEADER + "-more"))
                .as("this version has said all")
                .isEmpty();
        assertThat(Trace.parse("ff" + HEADER.substring(2)))
                .as("no version has this number")
                .isEmpty();
    }

    @Test
    void what_is_well_formed_is_what_the_specification_says() {
        long seed = 21;
        Random random = new Random(seed);
        int wellFormed = 0;
        for (int round = 0; round < 20_000; round++) {
            String header = mutated(random);
            Matcher matcher = WELL_FORMED.matcher(header);
            boolean expected = matcher.matches();
            assertThat(Trace.parse(header).isPresent())
                    .as("seed %d, %s", seed, header)
                    .isEqualTo(expected);
            wellFormed += expected ? 1 : 0;
        }
        assertThat(wellFormed).isBetween(1_000, 19_000);
    }

    private static String mutated(Random random) {
        StringBuilder header = new StringBuilder(HEADER);
        for (int changes = random.nextInt(3); changes > 0; changes--) {
            int place = random.nextInt(header.length());
            switch (random.nextInt(3)) {
                case 0 -> header.setCharAt(place, "0189afgAF-/:`".charAt(random.nextInt(13)));
                case 1 -> header.deleteCharAt(place);
                default -> header.insert(place, "0-g".charAt(random.nextInt(3)));
            }
        }
        return header.toString();
    }
}
