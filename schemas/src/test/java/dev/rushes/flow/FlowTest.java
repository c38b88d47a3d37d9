package dev.rushes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.events.ChunkStored;
import dev.rushes.events.MediaStored;
import dev.rushes.events.RenderFinished;
import dev.rushes.events.StageName;
import dev.rushes.events.TimelineAssembled;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlowTest {

    @Test
    void theTableNamesEveryStageOnceInFlowOrder() {
        assertThat(Flow.table()).extracting(Flow.Row::stage).containsExactly(FlowStage.values());
    }

    @Test
    void everyStageHasASymbolOnTheWireAndNoOtherSymbolIsThere() {
        assertThat(Stream.of(StageName.values()).filter(name -> name != StageName.UNKNOWN))
                .extracting(Enum::name)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(FlowStage.values()).map(Enum::name).toList());
    }

    @ParameterizedTest
    @EnumSource(Recipe.class)
    void onEveryRouteEachStageIsFedByAnEarlierOne(Recipe recipe) {
        List<FlowStage> route = recipe.route();
        for (FlowStage stage : route.subList(1, route.size())) {
            assertThat(earlier(route, stage)
                            .flatMap(from -> Flow.of(from).gives().stream().filter(fact -> Flow.next(route, from, fact)
                                    .filter(stage::equals)
                                    .isPresent())))
                    .as("facts for %s on %s", stage, recipe)
                    .isNotEmpty();
        }
    }

    @Test
    void aFactGoesToTheFirstLaterStageOnTheRouteThatTakesIt() {
        assertThat(Flow.next(Recipe.HIGHLIGHTS.route(), FlowStage.UPLOAD, MediaStored.class))
                .contains(FlowStage.SPLIT);
        assertThat(Flow.next(List.of(FlowStage.UPLOAD, FlowStage.TIMELINE), FlowStage.UPLOAD, MediaStored.class))
                .contains(FlowStage.TIMELINE);
        assertThat(Flow.next(Recipe.HIGHLIGHTS.route(), FlowStage.SPLIT, ChunkStored.class))
                .contains(FlowStage.ANALYSIS);
    }

    @Test
    void aFactThatNobodyOnTheRouteTakesEndsThere() {
        assertThat(Flow.next(Recipe.ANALYZE.route(), FlowStage.TIMELINE, TimelineAssembled.class))
                .isEmpty();
        assertThat(Flow.next(Recipe.HIGHLIGHTS.route(), FlowStage.RENDER, RenderFinished.class))
                .isEmpty();
    }

    @Test
    void topicNamesAreAnInterfaceForOperatorsAndStayAsTheyAre() {
        assertThat(Stream.of(FlowStage.values())
                        .flatMap(stage -> Stream.of(stage.topic(), stage.retryTopic(), stage.deadLetterTopic())))
                .containsExactly(
                        "rushes.upload",
                        "rushes.upload-retry",
                        "rushes.upload-dlt",
                        "rushes.split",
                        "rushes.split-retry",
                        "rushes.split-dlt",
                        "rushes.analysis",
                        "rushes.analysis-retry",
                        "rushes.analysis-dlt",
                        "rushes.timeline",
                        "rushes.timeline-retry",
                        "rushes.timeline-dlt",
                        "rushes.render",
                        "rushes.render-retry",
                        "rushes.render-dlt",
                        "rushes.webhooks",
                        "rushes.webhooks-retry",
                        "rushes.webhooks-dlt");
        assertThat(List.of(Flow.EVENTS, Flow.CONTROL, Flow.ORDERS, Flow.WORKERS))
                .containsExactly("rushes.events", "rushes.control", "rushes.orders", "rushes.workers");
    }

    private static Stream<FlowStage> earlier(List<FlowStage> route, FlowStage stage) {
        return route.stream().takeWhile(other -> other != stage);
    }
}
