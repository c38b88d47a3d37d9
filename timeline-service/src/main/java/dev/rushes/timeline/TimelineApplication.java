package dev.rushes.timeline;

import dev.rushes.media.boot.MediaConfiguration;
import dev.rushes.runtime.boot.StageRuntimeConfiguration;
import dev.rushes.runtime.database.DatabaseConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The timeline service on its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
    StageRuntimeConfiguration.class,
    MediaConfiguration.class,
    DatabaseConfiguration.class,
    TimelineConfiguration.class
})
public class TimelineApplication {
    public static void main(String[] args) {
        SpringApplication.run(TimelineApplication.class, args);
    }
}
