package dev.rushes.runtime.kafka;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.deadletters.CursorRefused;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Where reading stopped in each partition of dead letters, as an opaque word: a cursor. Written compactly, because it stands in addresses.
 *
 * @param offsets position of each partition
 */
record LetterPositions(Map<TopicPartition, Long> offsets) {
    private static final int BASE = 36;
    private static final int LONGEST = 20_000;

    LetterPositions {
        offsets = Map.copyOf(offsets);
    }

    String word() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text().getBytes(StandardCharsets.UTF_8));
    }

    /** @throws CursorRefused if the word is none of ours */
    static LetterPositions read(String word) {
        try {
            if (word.length() > LONGEST) {
                throw new IllegalArgumentException("too long");
            }
            return new LetterPositions(parse(new String(Base64.getUrlDecoder().decode(word), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw new CursorRefused(e);
        }
    }

    /** Such as "split:a,,1z;render:7": a number for each partition from 0 on, or nothing where the position is unknown. */
    private String text() {
        StringJoiner stages = new StringJoiner(";");
        for (FlowStage stage : FlowStage.values()) {
            List<String> numbers = new ArrayList<>();
            for (Map.Entry<Integer, Long> position : of(stage).entrySet()) {
                while (numbers.size() < position.getKey()) {
                    numbers.add("");
                }
                numbers.add(Long.toString(position.getValue(), BASE));
            }
            if (!numbers.isEmpty()) {
                stages.add(stage.label() + ":" + String.join(",", numbers));
            }
        }
        return stages.toString();
    }

    private TreeMap<Integer, Long> of(FlowStage stage) {
        TreeMap<Integer, Long> numbers = new TreeMap<>();
        offsets.forEach((partition, offset) -> {
            if (partition.topic().equals(stage.deadLetterTopic())) {
                numbers.put(partition.partition(), offset);
            }
        });
        return numbers;
    }

    private static Map<TopicPartition, Long> parse(String text) {
        Map<TopicPartition, Long> offsets = new TreeMap<>(TopicSpans.ORDER);
        for (String part : text.split(";", -1)) {
            String[] halves = part.split(":", 2);
            if (halves.length < 2) {
                throw new IllegalArgumentException("no positions");
            }
            String topic = FlowStage.ofLabel(halves[0]).deadLetterTopic();
            String[] numbers = halves[1].split(",", -1);
            for (int partition = 0; partition < numbers.length; partition++) {
                if (!numbers[partition].isEmpty()) {
                    offsets.put(new TopicPartition(topic, partition), offset(numbers[partition]));
                }
            }
        }
        return offsets;
    }

    private static long offset(String number) {
        long offset = Long.parseLong(number, BASE);
        if (offset < 0) {
            throw new IllegalArgumentException("negative");
        }
        return offset;
    }
}
