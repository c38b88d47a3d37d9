package dev.rushes.runtime.kafka;

import dev.rushes.flow.FlowStage;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/** Overrides for each stage, under {@code rushes.stages.<stage>}. A stage or key that does not exist fails the start. */
@Validated
@ConfigurationProperties(prefix = "rushes.stages", ignoreUnknownFields = false)
public record StagesSettings(
        @Nullable @Valid StageOverride upload,
        @Nullable @Valid StageOverride split,
        @Nullable @Valid StageOverride analysis,
        @Nullable @Valid StageOverride timeline,
        @Nullable @Valid StageOverride render,
        @Nullable @Valid StageOverride webhooks) {

    StageOverride of(FlowStage stage) {
        StageOverride named =
                switch (stage) {
                    case UPLOAD -> upload;
                    case SPLIT -> split;
                    case ANALYSIS -> analysis;
                    case TIMELINE -> timeline;
                    case RENDER -> render;
                    case WEBHOOKS -> webhooks;
                };
        return named == null ? StageOverride.NONE : named;
    }
}
