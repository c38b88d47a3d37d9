package dev.rushes.gemini.fake.check;

import dev.rushes.gemini.fake.check.Asked.Media;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Gathers what a request asks for while it is read. */
final class AskedBuilder {
    private final String model;
    private final List<String> texts = new ArrayList<>();
    private final List<Media> media = new ArrayList<>();
    private double fps = 1;
    private boolean high;
    private boolean json;
    private Optional<JsonNode> schema = Optional.empty();
    private int mostOutput;
    private String thinking = "";

    AskedBuilder(String model) {
        this.model = model;
    }

    void text(String text) {
        texts.add(text);
    }

    void inline(String mimeType, byte[] bytes) {
        media.add(new Media.Inline(mimeType, bytes));
    }

    void file(String mimeType, String uri) {
        media.add(new Media.File(mimeType, uri));
    }

    void fps(double rate) {
        fps = rate;
    }

    void schema(JsonNode its) {
        schema = Optional.of(its);
    }

    void highResolution(boolean its) {
        high = its;
    }

    void limits(boolean asJson, int maxOutputTokens, String level) {
        json = asJson;
        mostOutput = maxOutputTokens;
        thinking = level;
    }

    long videos() {
        return media.stream().filter(its -> its.mimeType().startsWith("video/")).count();
    }

    Asked build() {
        return new Asked(model, List.copyOf(texts), List.copyOf(media), fps, high, json, schema, mostOutput, thinking);
    }
}
