package dev.rushes.gemini.fake;

import dev.rushes.gemini.fake.check.Rejection;
import dev.rushes.gemini.fake.files.FileTable;
import dev.rushes.gemini.fake.files.StoredFile;
import dev.rushes.gemini.fake.files.Uploads;
import dev.rushes.gemini.fake.http.Reply;
import dev.rushes.gemini.fake.http.Request;
import dev.rushes.gemini.fake.scenario.Fault;
import dev.rushes.gemini.fake.scenario.Route;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /upload/v1beta/files} and {@code /v1beta/files}. */
final class FileApi {
    private static final int NEVER = Integer.MAX_VALUE;
    private static final int SLOW = 3;

    private final Desk desk;
    private final FileTable files;
    private final Uploads uploads;

    FileApi(Desk desk, FileTable files) {
        this.desk = desk;
        this.files = files;
        this.uploads = new Uploads(files);
    }

    Reply upload(Request request, String base) {
        if (!request.method().equals("POST")) {
            throw new Rejection(GoogleError.notFound("Not Found"));
        }
        if (!request.query().containsKey("upload_id")) {
            desk.letIn(request);
            Optional<Fault> fault = desk.fault(Route.UPLOAD_START, List.of());
            Reply started = uploads.start(request, base);
            return fault.isPresent() ? Reply.of(200, "text/plain; charset=utf-8", new byte[0]) : started;
        }
        // The address of a session needs no key: whoever has it may use it.
        boolean part = request.header("x-goog-upload-command").orElse("").startsWith("upload");
        Optional<Fault> fault = part ? desk.fault(Route.UPLOAD_PART, List.of()) : Optional.empty();
        if (fault.filter(Fault.UPLOAD_PART_LOST::equals).isPresent()) {
            uploads.loseHalf(request);
            return Reply.of(503, "text/plain; charset=utf-8", new byte[0]);
        }
        Uploads.Received received = uploads.proceed(request, base);
        return received.file()
                .flatMap(file -> fault.map(its -> spoiled(file, its, base)))
                .orElse(received.reply());
    }

    private static Reply spoiled(StoredFile file, Fault fault, String base) {
        switch (fault) {
            case FILE_SLOW -> file.becomesActiveAfter(SLOW);
            case FILE_NEVER_READY -> file.becomesActiveAfter(NEVER);
            case FILE_FAILED -> file.fail();
            case UPLOAD_SHORT -> file.showShort();
            case UPLOAD_OTHER_BYTES -> file.showOtherBytes();
            case UPLOAD_END_LOST -> {
                return Reply.none(Reply.Ending.RESET_BEFORE);
            }
            default -> {
                // Nothing of it concerns files.
            }
        }
        return Uploads.finished(file, base);
    }

    Reply files(Request request, String id, String base) {
        desk.letIn(request);
        if (id.isEmpty()) {
            return list(request, base);
        }
        return switch (request.method()) {
            case "GET" -> show(id, base);
            case "DELETE" -> {
                Optional<Fault> unused = desk.fault(Route.FILE_DELETE, List.of(id));
                if (!files.delete(id)) {
                    throw new Rejection(GoogleError.fileGone(id));
                }
                yield Reply.json(200, JsonMapper.shared().createObjectNode());
            }
            default -> throw new Rejection(GoogleError.notFound("Not Found"));
        };
    }

    private Reply show(String id, String base) {
        Optional<Fault> fault = desk.fault(Route.FILE_POLL, List.of(id));
        if (fault.filter(Fault.FILE_LOOK_SILENT::equals).isPresent()) {
            return Reply.none(Reply.Ending.SILENCE);
        }
        StoredFile file = files.poll(id).orElseThrow(() -> new Rejection(GoogleError.fileGone(id)));
        file.hideState(fault.filter(Fault.FILE_STATELESS::equals).isPresent());
        return Reply.json(200, file.json(base));
    }

    private Reply list(Request request, String base) {
        Optional<Fault> unused = desk.fault(Route.FILE_LIST, List.of());
        int size = number(request.query().getOrDefault("pageSize", "10"), 1, 100);
        int from = number(request.query().getOrDefault("pageToken", "0"), 0, Integer.MAX_VALUE);
        List<StoredFile> all = files.all();
        ObjectNode page = JsonMapper.shared().createObjectNode();
        ArrayNode shown = page.putArray("files");
        all.stream().skip(from).limit(size).forEach(file -> shown.add(file.json(base)));
        if (from + size < all.size()) {
            page.put("nextPageToken", Integer.toString(from + size));
        }
        return Reply.json(200, page);
    }

    private static int number(String text, int least, int most) {
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw Rejection.invalid("Expected a number from " + least + " to " + most + ", but got \"" + text + "\".");
        }
        return Integer.parseInt(text);
    }

    int count() {
        return files.all().size();
    }

    void clear() {
        files.clear();
        uploads.clear();
    }
}
