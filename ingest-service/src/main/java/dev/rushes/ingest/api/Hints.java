package dev.rushes.ingest.api;

import dev.rushes.ingest.ledger.domain.Section;
import java.util.Map;

/** What a person can do about a failure: by its code, or else by whose fault it is. */
final class Hints {
    private static final Map<String, String> BY_CODE = Map.ofEntries(
            Map.entry("REQUEST_INVALID", "Mend what the message names and ask again."),
            Map.entry("MEDIA_NOT_RECOGNIZED", "Export the footage as MP4, MOV, MKV or WebM and upload it again."),
            Map.entry("MEDIA_EMPTY", "Choose a file that holds pictures or sound."),
            Map.entry("MEDIA_ENCRYPTED", "Export the footage without copy protection and upload it again."),
            Map.entry(
                    "MEDIA_NOT_DECODABLE",
                    "Play the file to its end; if that fails too, export it again and upload it."),
            Map.entry("MEDIA_OVER_LIMIT", "Make the footage smaller or shorter and upload it again."),
            Map.entry(
                    "FOOTAGE_WITHOUT_LENGTH", "Export the footage again, so that its length is known, and upload it."),
            Map.entry(
                    "TIMELINE_EMPTY", "There was nothing to cut from. Try footage with more in it, or a shorter film."),
            Map.entry("FILM_OPTIONS_UNFIT", "Choose another format, height or length and ask again."),
            Map.entry("ANALYZER_UNKNOWN", "Leave the analyzer out, or use \"local\"."),
            Map.entry("TOOL_MISSING", "Tell the operator: this server has no usable ffmpeg."),
            Map.entry("TOOL_TIMEOUT", "Try again. If it happens again, cut the footage into shorter pieces."),
            Map.entry(
                    "DEADLINE_PASSED",
                    "Run it again: a new run has no deadline. Or ask for a new job with a later one."),
            Map.entry("BUDGET_EXCEEDED", "Ask for a new job with a larger budget; what is finished is kept."),
            Map.entry("GENERATION_OFF", "Tell the operator: films from words need GEMINI_API_KEY. Or send footage."),
            Map.entry("GENERATION_REFUSED", "Say it in other words, or ask for another length or size, in a new job."),
            Map.entry(
                    "GENERATION_FILTERED",
                    "Say it in other words in a new job: without names of people, brands and violence."),
            Map.entry("GENERATION_FAILED", "Run it again to buy another film, or say it in other words."),
            Map.entry("GENERATION_OUT_OF_BUDGET", "Tell the operator: the account's own budget is used up."),
            Map.entry("GENERATION_EXPIRED", "Run it again to buy another film."),
            Map.entry(
                    "GENERATION_UNKNOWN",
                    "Look at the account's bill. Running it again buys another film, on top of one that may be paid."),
            Map.entry("GENERATION_TOO_SLOW", "Run it again later: it waits for the same film and buys none."),
            Map.entry(
                    "GENERATION_NOT_FETCHED",
                    "Run it again within two days: the film is paid and is fetched, not bought."),
            Map.entry("GENERATOR_UNAVAILABLE", "Try again in a few minutes; nothing was bought."),
            Map.entry(
                    "GENERATOR_MISCONFIGURED",
                    "Tell the operator: the service refuses this installation's key or model; nothing was bought."),
            Map.entry("SOURCE_MISSING", "Upload the footage again."),
            Map.entry(
                    "SOURCE_TOO_LARGE",
                    "Make the footage smaller, for example with a lower bit rate, and send it again."),
            Map.entry("SOURCE_REFUSED", "Check the address: can you fetch it without signing in?"),
            Map.entry("SOURCE_ADDRESS_FORBIDDEN", "Use a public https address, or upload the file itself."),
            Map.entry("SOURCE_UNAVAILABLE", "Check that the server is up, then try again."),
            Map.entry("SOURCE_THROTTLED", "The server asks to slow down. Try again later."),
            Map.entry("STAGE_TIMEOUT", "Try again. If it happens again, cut the footage into shorter pieces."),
            Map.entry("STORE_UNAVAILABLE", "Try again in a few minutes; finished work is kept."),
            Map.entry("DATABASE_UNAVAILABLE", "Try again in a few minutes; finished work is kept."),
            Map.entry("DISK_FULL", "Free some space on the server, then try again; finished work is kept."),
            Map.entry("STORED_OBJECT_MISSING", "Upload the footage again."));

    private Hints() {}

    static String of(Section.Trouble trouble) {
        String known = BY_CODE.get(trouble.code());
        if (known != null) {
            return known;
        }
        return switch (trouble.kind()) {
            case "INPUT" -> "Mend the footage or the request and send it again.";
            case "TRANSIENT", "OUTAGE", "THROTTLED" -> "Try again in a few minutes; finished work is kept.";
            case "CANCELLED" -> "";
            default -> "Try again; finished work is kept. If it happens again, tell the operator the id of the job.";
        };
    }
}
