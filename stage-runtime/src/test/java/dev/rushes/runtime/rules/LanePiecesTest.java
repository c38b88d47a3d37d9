package dev.rushes.runtime.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.runtime.rules.LanePieces.Partitions;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanePiecesTest {

    @Test
    void every_piece_belongs_to_exactly_one_owner_however_the_partitions_are_spread() {
        for (long seed = 1; seed <= 500; seed++) {
            Random random = new Random(seed);
            int stages = 1 + random.nextInt(3);
            LanePieces pieces = new LanePieces(stages + random.nextInt(60), stages);
            int instances = 1 + random.nextInt(5);
            Set<Integer> seen = new HashSet<>();
            int given = 0;
            for (int stage = 0; stage < stages; stage++) {
                List<Partitions> retry = spread(random, instances);
                List<Partitions> topic = spread(random, instances);
                for (int instance = 0; instance < instances; instance++) {
                    Set<Integer> own = pieces.of(stage, retry.get(instance), topic.get(instance));
                    given += own.size();
                    seen.addAll(own);
                }
            }
            assertThat(given).as("seed %d", seed).isEqualTo(pieces.pieces());
            assertThat(seen).as("seed %d", seed).hasSize(pieces.pieces());
        }
    }

    @Test
    void with_pieces_enough_everybody_who_owns_a_partition_has_some() {
        LanePieces pieces = new LanePieces(12, 1);
        for (int partition = 0; partition < 6; partition++) {
            Partitions one = new Partitions(Set.of(partition), 6);
            Partitions none = new Partitions(Set.of(), 6);
            assertThat(pieces.of(0, one, none)).hasSize(1);
            assertThat(pieces.of(0, none, one)).hasSize(1);
        }
    }

    @Test
    void where_a_record_is_sent_to_there_is_a_piece() {
        for (int count = 2; count < 20; count++) {
            LanePieces pieces = new LanePieces(count, 2);
            for (int stage = 0; stage < 2; stage++) {
                for (int chance = -20; chance < 20; chance++) {
                    int home = pieces.home(stage, 6, chance);
                    Partitions owner = new Partitions(Set.of(home), 6);
                    assertThat(pieces.of(stage, owner, new Partitions(Set.of(), 6)))
                            .as("%s, stage %d, partition %d", pieces, stage, home)
                            .isNotEmpty();
                }
            }
        }
    }

    private static List<Partitions> spread(Random random, int instances) {
        int total = 1 + random.nextInt(8);
        List<Integer> owners = IntStream.range(0, total)
                .mapToObj(partition -> random.nextInt(instances))
                .toList();
        return IntStream.range(0, instances)
                .mapToObj(instance -> new Partitions(
                        IntStream.range(0, total)
                                .filter(partition -> owners.get(partition) == instance)
                                .boxed()
                                .collect(Collectors.toSet()),
                        total))
                .toList();
    }
}
