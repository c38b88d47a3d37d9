package dev.rushes.ingest.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client that reads frames as they come. */
final class EventStream implements AutoCloseable {
    /** One frame as a browser would see it. */
    record Event(String name, String id, JsonNode data) {}

    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;

    EventStream(HttpResponse<InputStream> response) {
        this.response = response;
        this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    java.net.http.HttpHeaders headers() {
        return response.headers();
    }

    String line(String prefix) throws IOException {
        String line = lines.readLine();
        while (!line.startsWith(prefix)) {
            line = lines.readLine();
        }
        return line;
    }

    /** The next frame that tells something; what a sign of life says of the place is not the place of the event behind it. */
    Event next() throws IOException {
        String name = "";
        String id = "";
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty() && !name.isEmpty()) {
                return new Event(name, id, JsonMapper.shared().readTree(data.toString()));
            }
            if (line.isEmpty()) {
                id = "";
                data.setLength(0);
                continue;
            }
            name = line.startsWith("event:") ? line.substring(6) : name;
            id = line.startsWith("id:") ? line.substring(3) : id;
            data.append(line.startsWith("data:") ? line.substring(5) : "");
        }
        return new Event("", "", JsonMapper.shared().nullNode());
    }

    List<Event> rest() throws IOException {
        List<Event> events = new ArrayList<>();
        for (Event event = next(); !event.name().isEmpty(); event = next()) {
            events.add(event);
        }
        return events;
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }
}
