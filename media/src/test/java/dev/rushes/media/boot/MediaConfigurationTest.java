package dev.rushes.media.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.ffmpeg.FfmpegSettings;
import dev.rushes.media.ffmpeg.FfmpegTools;
import dev.rushes.media.ffmpeg.Probe;
import dev.rushes.media.store.DirectLinks;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.store.PartStore;
import dev.rushes.media.store.StoreSettings;
import dev.rushes.media.testkit.S3Server;
import dev.rushes.media.work.WorkFolders;
import dev.rushes.media.work.WorkSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

class MediaConfigurationTest {
    @TempDir
    Path folder;

    private ApplicationContextRunner application() {
        return new ApplicationContextRunner()
                .withUserConfiguration(MediaConfiguration.class)
                .withPropertyValues(
                        "rushes.store.root=" + folder.resolve("objects"), "rushes.work.root=" + folder.resolve("work"));
    }

    @Test
    void bringsTheBeansThatStagesUse() {
        application().run(context -> assertThat(context)
                .hasNotFailed()
                .hasSingleBean(ObjectStore.class)
                .hasSingleBean(WorkFolders.class)
                .hasSingleBean(FfmpegTools.class)
                .hasSingleBean(Ffmpeg.class)
                .hasSingleBean(Probe.class));
    }

    @Test
    void bindsItsSettingsAndHasDefaultsForAllOthers() {
        application()
                .withPropertyValues(
                        "rushes.ffmpeg.threads=3", "rushes.ffmpeg.wall=5m", "rushes.ffmpeg.path=/opt/ffmpeg")
                .run(context -> {
                    FfmpegSettings settings = context.getBean(FfmpegSettings.class);
                    assertThat(settings.threads()).isEqualTo(3);
                    assertThat(settings.wall()).isEqualTo(Duration.ofMinutes(5));
                    assertThat(settings.path()).isEqualTo(Path.of("/opt/ffmpeg"));
                    assertThat(settings.maxPixels()).isEqualTo(33554432);
                    assertThat(settings.maxStreams()).isEqualTo(32);
                    assertThat(settings.memory()).isEqualTo(DataSize.ofGigabytes(2));
                    assertThat(context.getBean(StoreSettings.class).root()).isEqualTo(folder.resolve("objects"));
                    assertThat(context.getBean(WorkSettings.class).root()).isEqualTo(folder.resolve("work"));
                });
        new ApplicationContextRunner()
                .withUserConfiguration(MediaConfiguration.class)
                .withPropertyValues("rushes.work.root=" + folder)
                .withPropertyValues("rushes.store.root=" + folder)
                .run(context ->
                        assertThat(context.getBean(FfmpegSettings.class).path()).isNull());
    }

    @Test
    void failsTheStartForASettingThatDoesNotExistOrMakesNoSense() {
        for (String wrong : new String[] {
            "rushes.ffmpeg.thread=3", "rushes.ffmpeg.threads=0", "rushes.store.folder=x", "rushes.work.foo=x"
        }) {
            application()
                    .withPropertyValues(wrong)
                    .run(context -> assertThat(context).as(wrong).hasFailed());
        }
    }

    @Test
    void keepsObjectsInABucketIfTheSettingsSaySo() {
        S3Server server = S3Server.get();
        String[] settings = {
            "rushes.store.kind=s3",
            "rushes.store.s3.endpoint=" + server.endpoint(),
            "rushes.store.s3.path-style=true",
            "rushes.store.s3.credentials-file=" + server.credentialsFile(),
        };
        application()
                .withPropertyValues(settings)
                .withPropertyValues("rushes.store.s3.bucket=" + server.newBucket())
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(DirectLinks.class);
                    ObjectStore store = context.getBean(ObjectStore.class);
                    assertThat(store.put("a/b", new byte[] {1, 2}, "a/b").block())
                            .isEqualTo(store.find("a/b")
                                    .blockOptional()
                                    .orElseThrow()
                                    .orElseThrow());
                    assertThat(context.getBean(PartStore.class)
                                    .begin(UUID.randomUUID(), "a/c", "a/b", 10)
                                    .blockOptional()
                                    .orElseThrow()
                                    .partSize())
                            .isPositive();
                    assertThat(context.getBean(StoreSettings.class).toString()).doesNotContain(S3Server.SECRET_KEY);
                });
        application().withPropertyValues(settings).run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("Expected rushes.store.s3.bucket to name a bucket"));
        application()
                .withPropertyValues(settings)
                .withPropertyValues("rushes.store.s3.bucket=nobodys-bucket")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("there is none. Create it, or look at rushes.store.s3.bucket"));
    }
}
