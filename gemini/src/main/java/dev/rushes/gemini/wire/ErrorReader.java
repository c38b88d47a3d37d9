package dev.rushes.gemini.wire;

import dev.rushes.gemini.domain.ErrorReport;
import dev.rushes.gemini.domain.ErrorReport.Quota;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what an error says: an envelope, one in a list, or a page. */
public final class ErrorReader {
    private ErrorReader() {}

    public static ErrorReport read(int http, String body) {
        try {
            JsonNode root = JsonMapper.shared().readTree(body);
            JsonNode error = (root.isArray() ? root.path(0) : root).path("error");
            return error.isObject() ? read(error, http) : ErrorReport.bare(http);
        } catch (JacksonException page) {
            return ErrorReport.bare(http);
        }
    }

    /** @param http status, where the envelope names none */
    public static ErrorReport read(JsonNode error, int http) {
        String reason = "";
        Optional<String> delay = Optional.empty();
        List<Quota> quotas = new ArrayList<>();
        for (JsonNode detail : error.path("details")) {
            String type = detail.path("@type").asString("");
            if (type.endsWith("ErrorInfo")) {
                reason = detail.path("reason").asString("");
            } else if (type.endsWith("RetryInfo")) {
                delay = detail.path("retryDelay").asStringOpt();
            } else if (type.endsWith("QuotaFailure")) {
                for (JsonNode violation : detail.path("violations")) {
                    quotas.add(new Quota(
                            violation.path("quotaId").asString(""),
                            violation.path("quotaValue").asString("")));
                }
            }
        }
        return new ErrorReport(
                error.path("code").asInt(http),
                error.path("status").asString(""),
                error.path("message").asString(""),
                reason,
                delay,
                quotas);
    }
}
