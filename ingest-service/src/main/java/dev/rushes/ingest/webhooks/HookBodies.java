package dev.rushes.ingest.webhooks;

import dev.rushes.ingest.webhooks.domain.HookType;
import dev.rushes.ingest.webhooks.domain.News;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** What receivers read: {@code {type, timestamp, data}}, thin, with links to the rest. At most 20,000 bytes, because every part of it is bounded. */
final class HookBodies {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String JOBS = "/api/v1/jobs/";

    private HookBodies() {}

    static String of(News news, HookType type) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("jobId", news.jobId().toString());
        data.put("run", news.run());
        news.place().stage().ifPresent(stage -> {
            data.put("stage", stage);
            data.put("attempt", news.place().attempt());
        });
        news.place().unit().ifPresent(unit -> data.put("unit", unit));
        news.trouble()
                .ifPresent(trouble -> data.put("error", Map.of("code", trouble.code(), "message", trouble.message())));
        if (!news.films().isEmpty()) {
            data.put("outputs", List.copyOf(news.films()));
        }
        data.put("links", Map.of("job", JOBS + news.jobId()));
        return body(type, news.at(), data);
    }

    static String test(UUID endpoint, Instant at) {
        return body(HookType.WEBHOOK_TEST, at, Map.of("webhookId", endpoint.toString()));
    }

    static String disabled(UUID endpoint, String why, Instant at) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("webhookId", endpoint.toString());
        data.put("reason", why);
        return body(HookType.WEBHOOK_DISABLED, at, data);
    }

    private static String body(HookType type, Instant at, Map<String, Object> data) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", type.label());
        body.put("timestamp", at.toString());
        body.put("data", data);
        return JSON.writeValueAsString(body);
    }
}
