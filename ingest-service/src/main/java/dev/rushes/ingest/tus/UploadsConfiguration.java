package dev.rushes.ingest.tus;

import dev.rushes.ingest.IngestSettings;
import dev.rushes.ingest.tus.domain.Origins;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.store.PartStore;
import dev.rushes.runtime.database.DatabaseSettings;
import dev.rushes.runtime.database.Migrations;
import dev.rushes.runtime.database.RowAccess;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.json.JsonMapper;

/** Wires resumable uploads. Needs a database, the stores and {@link UploadedJobs}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(UploadSettings.class)
public class UploadsConfiguration {

    /** Which requests of other sites' pages are welcome. */
    public interface Invitation extends Predicate<ServerHttpRequest> {}

    /** Comes when this instance stops. */
    record Stopping(Sinks.One<End> sink) {}

    @Bean
    Invitation uploadInvitation(UploadSettings settings) {
        Origins origins = new Origins(settings.origins());
        return request -> TusFilter.isInvited(request, origins);
    }

    @Bean
    UploadMeters uploadMeters(MeterRegistry registry) {
        return new UploadMeters(registry);
    }

    @Bean
    Stopping uploadStopping() {
        return new Stopping(Sinks.one());
    }

    @Bean
    Places uploadPlaces(UploadSettings settings, UploadMeters meters) {
        return new Places(settings.writers(), settings.writersPerClient(), meters);
    }

    /** The schema is brought up to date before anybody can ask. */
    @Bean
    Uploads.Desk uploadDesk(
            DatabaseClient database,
            RowAccess access,
            DatabaseSettings databaseSettings,
            Migrations migrations,
            UploadSettings settings,
            PartStore parts,
            ObjectStore objects,
            UploadedJobs jobs,
            UploadMeters meters,
            Stopping stopping) {
        migrations.migrate("uploads");
        UploadRows rows = new UploadRows(database, access, databaseSettings.answerTimeout(), settings);
        Turns turns = new Turns(
                new TurnRows(database, access, UUID.randomUUID(), settings.lease()),
                new UploadSignals(databaseSettings),
                settings.lease(),
                databaseSettings.answerTimeout(),
                meters);
        return new Uploads.Desk(
                rows,
                turns,
                new Receiving(rows, parts, stopping.sink().asMono(), settings, meters),
                new Finishing(rows, parts, jobs, meters),
                new Removal(rows, parts, objects),
                meters);
    }

    @Bean
    Housekeeping uploadHousekeeping(Uploads.Desk desk, Places places, UploadSettings settings, Stopping stopping) {
        return new Housekeeping(desk, places, settings, stopping.sink());
    }

    @Bean
    JobUploads jobUploads(Uploads.Desk desk, ObjectStore objects, UploadSettings settings) {
        return new JobUploads(desk, objects, settings.turnTimeout());
    }

    @Bean
    UploadAnswers uploadAnswers(JsonMapper json) {
        return new UploadAnswers(json);
    }

    @Bean
    TusFilter uploadFilter(UploadAnswers answers, UploadSettings settings, IngestSettings limits) {
        return new TusFilter(
                answers, new Origins(settings.origins()), limits.maxBytes().toBytes());
    }

    @Bean
    TusController uploadController(
            Uploads.Desk desk,
            Places places,
            PartStore parts,
            ObjectStore objects,
            UploadedJobs jobs,
            UploadAnswers answers,
            UploadSettings settings,
            IngestSettings limits) {
        long mostBytes = limits.maxBytes().toBytes();
        Uploads uploads = new Uploads(desk, parts, jobs, settings, mostBytes);
        return new TusController(uploads, places, objects, answers, mostBytes);
    }
}
