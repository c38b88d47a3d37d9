package dev.rushes.ingest.check;

import dev.rushes.ingest.access.AccessSettings;
import dev.rushes.ingest.rounds.Rounds;
import dev.rushes.ingest.webhooks.store.Endpoints;
import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.store.StoreSettings;
import dev.rushes.media.work.WorkSettings;
import dev.rushes.runtime.database.RowAccess;
import dev.rushes.runtime.kafka.LogReach;
import dev.rushes.runtime.kafka.Workers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** Wires the self-check. What an instance does not have, such as ffmpeg, is not looked at. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CheckSettings.class)
public class CheckConfiguration {
    private static final Clock CLOCK = Clock.systemUTC();

    @Bean
    Checkup checkup(
            LogReach log,
            Workers workers,
            DatabaseClient database,
            ObjectStore store,
            RowAccess rows,
            AccessSettings access,
            Machine checkedMachine,
            CheckSettings settings) {
        List<Check> checks = new ArrayList<>(List.of(
                LogChecks.broker(log),
                LogChecks.registry(log),
                LogChecks.workers(workers),
                DatabaseChecks.postgres(database),
                DatabaseChecks.clock(database, CLOCK, settings.clockSkew()),
                MachineChecks.store(store)));
        Path anywhere = Path.of(System.getProperty("java.io.tmpdir"));
        checkedMachine.ffmpeg().ifAvailable(ffmpeg -> checks.add(MachineChecks.ffmpeg(ffmpeg, anywhere)));
        List<Path> folders = checkedMachine.folders();
        if (!folders.isEmpty()) {
            checks.add(MachineChecks.disk(folders, settings.scarceDisk(), settings.leastDisk()));
        }
        checks.add(AccessCheck.of(access.mode()));
        checks.add(DatabaseChecks.webhooks(new Endpoints(database, rows)));
        return new Checkup(checks, settings, CLOCK);
    }

    @Bean
    Rounds checkRounds(Checkup checkup, CheckSettings settings) {
        return new Rounds("the self-check", Duration.ZERO, settings.interval(), checkup::look);
    }

    @Bean
    Machine checkedMachine(
            ObjectProvider<Ffmpeg> ffmpeg, ObjectProvider<StoreSettings> store, ObjectProvider<WorkSettings> work) {
        List<Path> folders = new ArrayList<>();
        store.ifAvailable(its -> {
            if (its.kind() == StoreSettings.Kind.FILE) {
                folders.add(its.root());
            }
        });
        work.ifAvailable(its -> folders.add(its.root()));
        return new Machine(ffmpeg, folders);
    }

    record Machine(ObjectProvider<Ffmpeg> ffmpeg, List<Path> folders) {
        Machine {
            folders = List.copyOf(folders);
        }
    }
}
