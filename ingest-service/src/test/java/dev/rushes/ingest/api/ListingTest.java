package dev.rushes.ingest.api;

import static dev.rushes.ingest.api.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.ledger.domain.Facts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ListingTest {
    private static final String WISH = "{\"source\": {\"url\": \"https://example.com/holiday.mov\"}}";

    @Test
    void jobsAreListedNewestFirstPageByPage(@TempDir Path folder) {
        try (ApiServer server = ApiServer.start(folder)) {
            List<String> ids = new ArrayList<>();
            for (int count = 0; count < 5; count++) {
                ids.addFirst(json(server.post("/api/v1/jobs", WISH)).path("id").asString());
            }
            server.happen(List.of(new Facts(UUID.fromString(ids.getFirst())).started(FlowStage.UPLOAD)));

            List<String> listed = new ArrayList<>();
            String next = "";
            do {
                JsonNode page = json(server.get("/api/v1/jobs?limit=2" + next));
                page.path("jobs").forEach(job -> listed.add(job.path("id").asString()));
                assertThat(page.path("counts").path("REQUESTED").asInt()).isEqualTo(4);
                next = page.has("next") ? "&cursor=" + page.path("next").asString() : "";
            } while (!next.isEmpty());

            assertThat(listed).containsExactlyElementsOf(ids);
            assertThat(json(server.get("/api/v1/jobs?state=running")).path("jobs"))
                    .hasSize(1);
            assertThat(json(server.get("/api/v1/jobs?state=failed")).path("jobs"))
                    .isEmpty();
        }
    }
}
