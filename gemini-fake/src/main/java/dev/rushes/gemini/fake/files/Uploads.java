package dev.rushes.gemini.fake.files;

import dev.rushes.gemini.fake.GoogleError;
import dev.rushes.gemini.fake.check.Rejection;
import dev.rushes.gemini.fake.http.Reply;
import dev.rushes.gemini.fake.http.Request;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Resumable uploads: start, parts, query, cancel. Not safe for threads. */
public final class Uploads {
    /** Every part but the last is a multiple of it. */
    public static final int GRANULARITY = 8 << 20;

    private static final long LARGEST_FILE = 2L << 30;
    private static final Pattern NAME = Pattern.compile("files/[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?");
    private static final Set<String> WISHES =
            Set.of("name", "displayName", "display_name", "mimeType", "mime_type", "sizeBytes", "size_bytes");

    private final FileTable files;
    private final Map<String, Session> sessions = new HashMap<>();
    private int started;

    private static final class Session {
        private final String id;
        private final String displayName;
        private final String mimeType;
        private final long length;
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private String status = "active";

        Session(String id, String displayName, String mimeType, long length) {
            this.id = id;
            this.displayName = displayName;
            this.mimeType = mimeType;
            this.length = length;
        }
    }

    /** What a part brought about. */
    public record Received(Reply reply, Optional<StoredFile> file) {}

    public Uploads(FileTable files) {
        this.files = files;
    }

    /** @param base address of the server */
    public Reply start(Request request, String base) {
        require(request, "x-goog-upload-protocol", "resumable");
        require(request, "x-goog-upload-command", "start");
        long length = number(request, "x-goog-upload-header-content-length");
        String type = request.header("x-goog-upload-header-content-type")
                .orElseThrow(() -> Rejection.invalid("Missing X-Goog-Upload-Header-Content-Type."));
        if (length > LARGEST_FILE || !files.hasRoomFor(length)) {
            throw Rejection.invalid("Request is too large: " + length + " bytes.");
        }
        JsonNode wish = wish(request.body());
        String name = wish.path("name").asString("");
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            throw Rejection.invalid(
                    "* CreateFileRequest.file.name: the file name must be files/ and up to 40 lower-case letters, digits and dashes.");
        }
        String id = name.isEmpty() ? "fake%08d".formatted(++started) : name.substring("files/".length());
        if (files.find(id).isPresent()) {
            throw new Rejection(GoogleError.reply(409, "ALREADY_EXISTS", "The File " + id + " already exists."));
        }
        String upload = "up-" + ++started;
        String display =
                wish.path("displayName").asString(wish.path("display_name").asString(""));
        sessions.put(upload, new Session(id, display, type, length));
        String address = base + "/upload/v1beta/files?upload_id=" + upload + "&upload_protocol=resumable";
        return Reply.of(200, "text/plain; charset=utf-8", new byte[0])
                .with("X-GUploader-UploadID", upload)
                .with("X-Goog-Upload-Status", "active")
                .with("X-Goog-Upload-URL", address)
                .with("X-Goog-Upload-Control-URL", address)
                .with("X-Goog-Upload-Chunk-Granularity", Integer.toString(GRANULARITY));
    }

    /** A part, a query or a cancellation. */
    public Received proceed(Request request, String base) {
        Session session = sessions.get(request.query().getOrDefault("upload_id", ""));
        if (session == null) {
            throw new Rejection(
                    GoogleError.notFound("Requested entity was not found.").with("X-Goog-Upload-Status", "final"));
        }
        String command = request.header("x-goog-upload-command").orElse("");
        return switch (command.replace(" ", "")) {
            case "query" ->
                new Received(
                        status(session).with("X-Goog-Upload-Size-Received", Integer.toString(session.received.size())),
                        Optional.empty());
            case "cancel" -> {
                session.status = "cancelled";
                yield new Received(status(session), Optional.empty());
            }
            case "upload" -> part(session, request, false, base);
            case "upload,finalize" -> part(session, request, true, base);
            default -> throw Rejection.invalid("Unknown upload command \"" + command + "\".");
        };
    }

    private Received part(Session session, Request request, boolean last, String base) {
        if (!session.status.equals("active")) {
            throw new Rejection(GoogleError.invalid("Upload has already been terminated.")
                    .with("X-Goog-Upload-Status", session.status));
        }
        long offset = number(request, "x-goog-upload-offset");
        if (offset != session.received.size()) {
            throw Rejection.invalid(
                    "Invalid upload offset: expected " + session.received.size() + ", got " + offset + ".");
        }
        if (!last && (request.body().length == 0 || request.body().length % GRANULARITY != 0)) {
            throw Rejection.invalid(
                    "Invalid upload chunk size: " + request.body().length + " is no multiple of " + GRANULARITY + ".");
        }
        if (offset + request.body().length > session.length) {
            throw Rejection.invalid("More bytes than the announced " + session.length + ".");
        }
        session.received.writeBytes(request.body());
        if (!last) {
            return new Received(status(session), Optional.empty());
        }
        if (session.received.size() != session.length) {
            throw Rejection.invalid("Expected " + session.length + " bytes, but got " + session.received.size() + ".");
        }
        session.status = "final";
        StoredFile file = files.add(session.id, session.displayName, session.mimeType, session.received.toByteArray());
        return new Received(finished(file, base), Optional.of(file));
    }

    /** The last answer of an upload. */
    public static Reply finished(StoredFile file, String base) {
        return Reply.json(200, JsonMapper.shared().createObjectNode().set("file", file.json(base)))
                .with("X-Goog-Upload-Status", "final");
    }

    /** Keeps only the first half of what an active session has. */
    public void loseHalf(Request request) {
        Session session = sessions.get(request.query().getOrDefault("upload_id", ""));
        if (session != null) {
            byte[] whole = session.received.toByteArray();
            int kept = whole.length / 2 / GRANULARITY * GRANULARITY;
            session.received.reset();
            session.received.write(whole, 0, kept);
        }
    }

    private static Reply status(Session session) {
        return Reply.of(200, "text/plain; charset=utf-8", new byte[0]).with("X-Goog-Upload-Status", session.status);
    }

    private static JsonNode wish(byte[] body) {
        if (body.length == 0) {
            return JsonMapper.shared().createObjectNode();
        }
        try {
            JsonNode root = JsonMapper.shared().readTree(body);
            root.properties().forEach(field -> {
                if (!field.getKey().equals("file")) {
                    throw unknown(field.getKey(), "");
                }
            });
            root.path("file").properties().forEach(field -> {
                if (!WISHES.contains(field.getKey())) {
                    throw unknown(field.getKey(), " at 'file'");
                }
            });
            return root.path("file");
        } catch (JacksonException notJson) {
            throw Rejection.invalid("Invalid JSON payload received.");
        }
    }

    private static Rejection unknown(String name, String where) {
        return Rejection.invalid(
                "Invalid JSON payload received. Unknown name \"" + name + "\"" + where + ": Cannot find field.");
    }

    private static void require(Request request, String header, String value) {
        if (!request.header(header).orElse("").equals(value)) {
            throw Rejection.invalid("Expected the header " + header + ": " + value + ".");
        }
    }

    private static long number(Request request, String header) {
        String text = request.header(header).orElse("");
        if (!text.matches("\\d{1,15}")) {
            throw Rejection.invalid("Expected a number in the header " + header + ", but got \"" + text + "\".");
        }
        return Long.parseLong(text);
    }

    public void clear() {
        sessions.clear();
    }
}
