package dev.rushes.render;

import dev.rushes.media.boot.MediaConfiguration;
import dev.rushes.runtime.boot.StageRuntimeConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The render service on its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({StageRuntimeConfiguration.class, MediaConfiguration.class, RenderConfiguration.class})
public class RenderApplication {
    public static void main(String[] args) {
        SpringApplication.run(RenderApplication.class, args);
    }
}
