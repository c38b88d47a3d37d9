package dev.rushes.runtime.deadletters;

import dev.rushes.flow.FlowStage;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a dead letter is. Written {@code rushes.split-dlt-2@17}: topic, partition, offset.
 *
 * @param stage the stage that gave up
 * @param partition partition of the stage's dead-letter topic
 * @param offset position in the partition
 */
public record LetterPlace(FlowStage stage, int partition, long offset) {
    private static final Pattern TEXT = Pattern.compile("(.{1,200})-(\\d{1,9})@(\\d{1,18})");

    public LetterPlace {
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException("Expected a partition and an offset from 0, but got partition "
                    + partition + " and offset " + offset);
        }
    }

    /** The place that a text names; empty if it names none. */
    public static Optional<LetterPlace> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Arrays.stream(FlowStage.values())
                        .filter(stage -> stage.deadLetterTopic().equals(matcher.group(1)))
                        .findFirst()
                        .map(stage -> new LetterPlace(
                                stage, Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(3))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return stage.deadLetterTopic() + "-" + partition + "@" + offset;
    }
}
