package dev.rushes.ingest;

import dev.rushes.ingest.api.ApiConfiguration;
import dev.rushes.media.boot.MediaConfiguration;
import dev.rushes.runtime.boot.StageRuntimeConfiguration;
import dev.rushes.runtime.database.DatabaseConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The ingest service on its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
    StageRuntimeConfiguration.class,
    DatabaseConfiguration.class,
    MediaConfiguration.class,
    IngestConfiguration.class,
    ApiConfiguration.class
})
public class IngestApplication {
    public static void main(String[] args) {
        SpringApplication.run(IngestApplication.class, args);
    }
}
