package dev.rushes.ingest.api;

import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.access.Scope;
import dev.rushes.ingest.tus.UploadedJobs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Complete uploads ask for jobs at the desk, with the same parameters as those that come in one request. */
final class DeskUploads implements UploadedJobs {
    private final JobDesk desk;
    private final WishReader wishes;

    DeskUploads(JobDesk desk, WishReader wishes) {
        this.desk = desk;
        this.wishes = wishes;
    }

    @Override
    public Mono<Void> check(Map<String, String> wish) {
        return Mono.fromRunnable(() -> {
            JobOrder.Wish unused = wishes.parameters(parameters(wish), "");
        });
    }

    @Override
    public Mono<Void> ask(String tenant, UUID jobId, Map<String, String> wish, String key) {
        // The owner of the upload was known when its last byte came; it may be the housekeeping that asks.
        Caller owner = new Caller(tenant, "upload", Set.of(Scope.USER_READ, Scope.USER_WRITE));
        return Mono.defer(() -> desk.open(owner, jobId, wishes.parameters(parameters(wish), key)))
                .then();
    }

    /** Clients put into the metadata whatever they like; only what has a meaning here counts. */
    private static Map<String, List<String>> parameters(Map<String, String> wish) {
        Map<String, List<String>> parameters = new HashMap<>();
        WishReader.parameterNames().forEach(name -> {
            String value = wish.get(name);
            if (value != null && !value.isBlank()) {
                List<String> unused = parameters.put(name, List.of(value));
            }
        });
        String name = wish.get("name");
        if (name != null && !name.isBlank()) {
            List<String> unused = parameters.putIfAbsent("filename", List.of(name));
        }
        return parameters;
    }
}
