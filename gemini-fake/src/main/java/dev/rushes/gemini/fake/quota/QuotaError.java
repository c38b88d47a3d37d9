package dev.rushes.gemini.fake.quota;

import dev.rushes.gemini.fake.GoogleError;
import dev.rushes.gemini.fake.http.Reply;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** The 429s, as they were seen. */
public final class QuotaError {
    private static final String METRIC = "generativelanguage.googleapis.com/generate_content_paid_tier_";

    private QuotaError() {}

    /** Too many calls in a minute. */
    public static Reply requests(String model, long limit, Duration wait) {
        return exceeded(
                model,
                METRIC + "requests",
                "GenerateRequestsPerMinutePerProjectPerModel",
                limit,
                plain(wait),
                seconds(wait));
    }

    /** Too many tokens in a minute. */
    public static Reply tokens(String model, long limit, Duration wait) {
        return exceeded(
                model,
                METRIC + "input_token_count",
                "GenerateContentPaidTierInputTokensPerModelPerMinute",
                limit,
                plain(wait),
                seconds(wait));
    }

    /** Too many calls in a day. The delay that is told has nothing to do with the day. */
    public static Reply perDay(String model, long limit) {
        return exceeded(
                model, METRIC + "requests", "GenerateRequestsPerDayPerProjectPerModel", limit, "41s", "41.204s");
    }

    /** The model is not in this tier. */
    public static Reply zero(String model) {
        return exceeded(
                model,
                "generativelanguage.googleapis.com/generate_content_free_tier_requests",
                "GenerateRequestsPerDayPerProjectPerModel-FreeTier",
                0,
                "21926s",
                "6h5m26s");
    }

    /** Nobody says why. */
    public static Reply unexplained() {
        return GoogleError.reply(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota).");
    }

    /** The spend of ten minutes is used up. */
    public static Reply spend() {
        return GoogleError.reply(
                429,
                "RESOURCE_EXHAUSTED",
                "You have exceeded the spend limit of your project for the last 10 minutes. Please try again later.");
    }

    /** No machine is free. */
    public static Reply noCapacity(String model) {
        return GoogleError.reply(
                429,
                "RESOURCE_EXHAUSTED",
                "No capacity available for model " + model + " on the server",
                GoogleError.detail("ErrorInfo")
                        .put("reason", "MODEL_CAPACITY_EXHAUSTED")
                        .put("domain", "cloudcode-pa.googleapis.com"));
    }

    private static Reply exceeded(
            String model, String metric, String id, long limit, String delay, String delayInWords) {
        ObjectNode help = GoogleError.detail("Help");
        help.putArray("links")
                .addObject()
                .put("description", "Learn more about Gemini API quotas")
                .put("url", "https://ai.google.dev/gemini-api/docs/rate-limits");
        ObjectNode failure = GoogleError.detail("QuotaFailure");
        ObjectNode violation = failure.putArray("violations").addObject();
        violation.put("quotaMetric", metric).put("quotaId", id);
        violation.putObject("quotaDimensions").put("model", model).put("location", "global");
        violation.put("quotaValue", Long.toString(limit));
        return GoogleError.reply(
                429,
                "RESOURCE_EXHAUSTED",
                "You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits. \n* Quota exceeded for metric: "
                        + metric + ", limit: " + limit + ", model: " + model + "\nPlease retry in " + delayInWords
                        + ".",
                help,
                failure,
                GoogleError.detail("RetryInfo").put("retryDelay", delay));
    }

    private static String plain(Duration wait) {
        return wait.toSeconds() + "s";
    }

    private static String seconds(Duration wait) {
        return String.format(Locale.ROOT, "%.3fs", wait.toMillis() / 1000.0);
    }
}
