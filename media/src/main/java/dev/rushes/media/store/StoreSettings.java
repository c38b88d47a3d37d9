package dev.rushes.media.store;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the object store keeps its bytes.
 *
 * @param root folder of the file store; all services of one installation share it
 */
@Validated
@ConfigurationProperties(prefix = "rushes.store", ignoreUnknownFields = false)
public record StoreSettings(
        @DefaultValue("./rushes-data/objects") @NotNull Path root) {}
