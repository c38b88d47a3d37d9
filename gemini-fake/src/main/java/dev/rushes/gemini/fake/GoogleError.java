package dev.rushes.gemini.fake;

import dev.rushes.gemini.fake.http.Reply;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Google's envelope of errors. */
public final class GoogleError {
    private static final String TYPE = "type.googleapis.com/google.rpc.";

    private GoogleError() {}

    /** The envelope as a value. */
    public static ObjectNode envelope(int code, String status, String message, List<ObjectNode> details) {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        ObjectNode error = root.putObject("error");
        error.put("code", code).put("message", message).put("status", status);
        if (!details.isEmpty()) {
            ArrayNode list = error.putArray("details");
            details.forEach(list::add);
        }
        return root;
    }

    public static Reply reply(int code, String status, String message, ObjectNode... details) {
        return Reply.json(code, envelope(code, status, message, List.of(details)));
    }

    /** @param name such as RetryInfo */
    public static ObjectNode detail(String name) {
        return JsonMapper.shared().createObjectNode().put("@type", TYPE + name);
    }

    public static Reply invalid(String message) {
        return reply(400, "INVALID_ARGUMENT", message);
    }

    public static Reply notFound(String message) {
        return reply(404, "NOT_FOUND", message);
    }

    /** Nobody said who asks. */
    public static Reply noKey() {
        return reply(
                403,
                "PERMISSION_DENIED",
                "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.");
    }

    public static Reply badKey() {
        String words = "API key not valid. Please pass a valid API key.";
        ObjectNode info = detail("ErrorInfo").put("reason", "API_KEY_INVALID").put("domain", "googleapis.com");
        info.putObject("metadata").put("service", "generativelanguage.googleapis.com");
        return reply(
                400,
                "INVALID_ARGUMENT",
                words,
                info,
                detail("LocalizedMessage").put("locale", "en-US").put("message", words));
    }

    /** A model that was switched off. */
    public static Reply retired(String model) {
        return notFound(
                "This model models/" + model
                        + " is no longer available to new users. Please update your code to use models/gemini-3.8-flash for the latest features and improvements.");
    }

    /** Expired, deleted or somebody else's: the service does not say which. */
    public static Reply fileGone(String id) {
        return reply(
                403,
                "PERMISSION_DENIED",
                "You do not have permission to access the File " + id + " or it may not exist.");
    }

    public static Reply fileNotActive(String id) {
        return reply(
                400, "FAILED_PRECONDITION", "The File " + id + " is not in an ACTIVE state and usage is not allowed.");
    }
}
