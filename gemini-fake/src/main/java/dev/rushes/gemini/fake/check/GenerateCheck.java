package dev.rushes.gemini.fake.check;

import dev.rushes.gemini.fake.GoogleError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks a request to generateContent as strictly as the documentation allows. */
public final class GenerateCheck {
    private static final Set<String> MEDIA = Set.of(
            "video/mp4",
            "video/mpeg",
            "video/mov",
            "video/quicktime",
            "video/avi",
            "video/x-flv",
            "video/mpg",
            "video/webm",
            "video/wmv",
            "video/3gpp",
            "audio/wav",
            "audio/mp3",
            "audio/mpeg",
            "audio/aiff",
            "audio/aac",
            "audio/mp4",
            "audio/m4a",
            "audio/ogg",
            "audio/flac",
            "image/png",
            "image/jpeg",
            "image/webp");
    private static final Pattern DURATION = Pattern.compile("\\d+(\\.\\d{1,9})?s");
    private static final int MOST_OUTPUT = 65_536;
    private static final int MOST_VIDEOS = 10;

    private final long largestRequest;

    /** @param largestRequest most bytes of a request */
    public GenerateCheck(long largestRequest) {
        this.largestRequest = largestRequest;
    }

    /** @throws Rejection if anything is not as documented */
    public Asked check(String model, byte[] body) {
        if (body.length > largestRequest) {
            throw Rejection.invalid("Request payload size exceeds the limit: " + largestRequest + " bytes.");
        }
        JsonNode root = parse(body);
        Shape.check(root, GenerateShape.REQUEST, "");
        JsonNode contents = Shape.field(root, "contents");
        if (contents.isMissingNode() || contents.isEmpty()) {
            throw Rejection.invalid("* GenerateContentRequest.contents: contents is not specified");
        }
        AskedBuilder asked = new AskedBuilder(model);
        JsonNode list = contents.isArray()
                ? contents
                : JsonMapper.shared().createArrayNode().add(contents);
        for (JsonNode content : list) {
            content(content, asked);
        }
        if (Shape.field(list.get(list.size() - 1), "role").asString("user").equals("model")) {
            throw Rejection.invalid("Please ensure that the last turn is not a model turn.");
        }
        if (asked.videos() > MOST_VIDEOS) {
            throw Rejection.invalid("Please use at most " + MOST_VIDEOS + " videos in a request.");
        }
        config(model, Shape.field(root, "generationConfig"), asked);
        return asked.build();
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException notJson) {
            throw Rejection.invalid("Invalid JSON payload received. Unexpected token.\n"
                    + new String(body, 0, Math.min(20, body.length), StandardCharsets.UTF_8));
        }
    }

    private static void content(JsonNode content, AskedBuilder asked) {
        String role = Shape.field(content, "role").asString("user");
        if (!role.equals("user") && !role.equals("model")) {
            throw Rejection.invalid("Please use a valid role: user, model.");
        }
        JsonNode parts = Shape.field(content, "parts");
        if (parts.isMissingNode() || parts.isEmpty()) {
            throw Rejection.invalid("* GenerateContentRequest.contents[0].parts: contents.parts must not be empty.");
        }
        for (JsonNode part :
                parts.isArray() ? parts : JsonMapper.shared().createArrayNode().add(parts)) {
            part(part, asked);
        }
    }

    private static void part(JsonNode part, AskedBuilder asked) {
        JsonNode text = Shape.field(part, "text");
        JsonNode inline = Shape.field(part, "inlineData");
        JsonNode file = Shape.field(part, "fileData");
        int kinds = (text.isMissingNode() ? 0 : 1) + (inline.isMissingNode() ? 0 : 1) + (file.isMissingNode() ? 0 : 1);
        if (kinds != 1) {
            throw Rejection.invalid(
                    "* GenerateContentRequest.contents[0].parts[0].data: required oneof field 'data' must have one initialized field");
        }
        JsonNode video = Shape.field(part, "videoMetadata");
        if (!video.isMissingNode()) {
            video(video, text.isMissingNode());
            asked.fps(Shape.field(video, "fps").asDouble(1));
        }
        if (!text.isMissingNode()) {
            asked.text(text.asString());
        } else if (!inline.isMissingNode()) {
            asked.inline(mime(inline), decoded(Shape.field(inline, "data").asString("")));
        } else {
            asked.file(mime(file), Shape.field(file, "fileUri").asString(""));
        }
    }

    private static void video(JsonNode video, boolean onMedia) {
        if (!onMedia) {
            throw Rejection.invalid("video_metadata is only allowed beside video data.");
        }
        double fps = Shape.field(video, "fps").asDouble(1);
        if (!(fps > 0 && fps <= 24)) {
            throw Rejection.invalid("The fps must be in the range (0.0, 24.0], but got " + fps + ".");
        }
        for (String name : Set.of("startOffset", "endOffset")) {
            JsonNode offset = Shape.field(video, name);
            if (!offset.isMissingNode() && !DURATION.matcher(offset.asString()).matches()) {
                throw Rejection.invalid("Invalid value at 'video_metadata." + name
                        + "' (type.googleapis.com/google.protobuf.Duration), " + offset);
            }
        }
    }

    private static String mime(JsonNode data) {
        String type = Shape.field(data, "mimeType").asString("");
        if (!MEDIA.contains(type)) {
            throw Rejection.invalid("Unsupported MIME type: " + type);
        }
        return type;
    }

    private static byte[] decoded(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (bytes.length == 0) {
                throw Rejection.invalid("Unable to process input video: it is empty.");
            }
            return bytes;
        } catch (IllegalArgumentException notBase64) {
            throw Rejection.invalid(
                    "Invalid value at 'contents[0].parts[0].inline_data.data' (TYPE_BYTES), Base64 decoding failed");
        }
    }

    private static void config(String model, JsonNode config, AskedBuilder asked) {
        JsonNode openApi = Shape.field(config, "responseSchema");
        JsonNode jsonSchema = Shape.field(config, "responseJsonSchema");
        String mime = Shape.field(config, "responseMimeType").asString("text/plain");
        if (!openApi.isMissingNode() && !jsonSchema.isMissingNode()) {
            throw Rejection.invalid("response_schema must be omitted when response_json_schema is set.");
        }
        if ((!openApi.isMissingNode() || !jsonSchema.isMissingNode()) && !mime.equals("application/json")) {
            throw Rejection.invalid(
                    "Function calling config is set without function_declarations or response schema is set"
                            + " with an unsupported response mime type: response_mime_type must be application/json.");
        }
        if (!jsonSchema.isMissingNode()) {
            SchemaCheck.jsonSchema(jsonSchema);
            asked.schema(jsonSchema);
        }
        if (Shape.field(config, "candidateCount").asInt(1) != 1) {
            throw Rejection.invalid("Multiple candidates is not enabled for models/" + model);
        }
        int most = Shape.field(config, "maxOutputTokens").asInt(MOST_OUTPUT);
        if (most < 1 || most > MOST_OUTPUT) {
            throw Rejection.invalid("Unable to submit request because it has a maxOutputTokens value of " + most
                    + " but the supported range is from 1 (inclusive) to 65537 (exclusive).");
        }
        asked.limits(mime.equals("application/json"), most, thinking(model, Shape.field(config, "thinkingConfig")));
        asked.highResolution(Shape.field(config, "mediaResolution").asString("").equals("MEDIA_RESOLUTION_HIGH"));
    }

    private static String thinking(String model, JsonNode thinking) {
        String level = Shape.field(thinking, "thinkingLevel").asString("").toLowerCase(Locale.ROOT);
        if (!level.isEmpty() && Shape.field(thinking, "thinkingBudget").isNumber()) {
            throw Rejection.invalid("You can only set only one of thinking budget and thinking level.");
        }
        if (level.equals("minimal") && !model.endsWith("-lite")) {
            throw minimalRefused();
        }
        return level.isEmpty() ? model.endsWith("-lite") ? "minimal" : "medium" : level;
    }

    /** What a model says that can't think so little. */
    public static Rejection minimalRefused() {
        return new Rejection(GoogleError.invalid(
                "Thinking level MINIMAL is not supported for this model. Please retry with other thinking level."));
    }
}
