package dev.rushes.media.work;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where scratch folders are made.
 *
 * @param root best on the same file system as the store, so that nothing needs copying; must have room for the largest film of each slot
 */
@Validated
@ConfigurationProperties(prefix = "rushes.work", ignoreUnknownFields = false)
public record WorkSettings(
        @DefaultValue("./rushes-data/work") @NotNull Path root) {}
