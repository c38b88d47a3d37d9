package dev.rushes.split;

import dev.rushes.media.boot.MediaConfiguration;
import dev.rushes.runtime.boot.StageRuntimeConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The split service on its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({StageRuntimeConfiguration.class, MediaConfiguration.class, SplitConfiguration.class})
public class SplitApplication {
    public static void main(String[] args) {
        SpringApplication.run(SplitApplication.class, args);
    }
}
