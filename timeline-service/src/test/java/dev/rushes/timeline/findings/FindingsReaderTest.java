package dev.rushes.timeline.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.FailureCode;
import dev.rushes.runtime.stage.StageFailure;
import dev.rushes.timeline.MemoryStore;
import dev.rushes.timeline.domain.AnalyzedChunk;
import dev.rushes.timeline.domain.ChunkFindings;
import dev.rushes.timeline.domain.Misunderstood;
import dev.rushes.timeline.domain.Moment;
import dev.rushes.timeline.domain.Speech;
import dev.rushes.timeline.domain.Understood;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class FindingsReaderTest {
    private final MemoryStore store = new MemoryStore();
    private final FindingsReader reader = new FindingsReader(store, new FindingsReader.Limits(2_000, 3_000, 2));

    @Test
    void readsWhatTheAnalysisWritesAndIgnoresWhatItDoesNotKnow() {
        ChunkFindings read = read("""
                {"version": 1, "analyzer": "local/1", "track": "video", "index": 0, "span": {"start": "0/1", "end": "10/1"},
                 "shots": [{"at": "5/2", "score": 0.8, "boundary": "cut"}],
                 "black": [{"start": "0/1", "end": "1/2"}], "frozen": [],
                 "motion": {"start": "0/1", "step": "1/2", "values": [0.1, 0.4]}, "sharpness": null,
                 "stills": [{"at": "1/1", "key": "x.jpg"}],
                 "speech": [{"start": "30000/1001", "end": "31/1", "score": 0.5}], "silence": [], "loudness": null,
                 "integratedLoudness": null,
                 "firstPicture": {"at": "0/1", "cells": "AAECAwQF", "change": 0.01}, "fromTheFuture": [{"a": 1}]}""");

        assertThat(read.shots()).containsExactly(Rational.of(5, 2));
        assertThat(read.black()).containsExactly(new Span(Rational.ZERO, Rational.of(1, 2)));
        assertThat(read.motion().orElseThrow().values()).containsExactly(0.1, 0.4);
        assertThat(read.sharpness()).isEmpty();
        assertThat(read.speech())
                .containsExactly(new Speech(new Span(Rational.of(30_000, 1001), Rational.of(31, 1)), 0.5));
        assertThat(read.firstPicture().orElseThrow().cells()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(read.lastPicture()).isEmpty();
    }

    @Test
    void whatAModelWasAskedAboutOneByOneIsToldApart() {
        ChunkFindings read = read("""
                {"version": 1, "insight": {"source": "gemini/1", "status": "partial",
                 "parts": [{"start": "0/1", "end": "5/1", "status": "ok"}, {"start": "5/1", "end": "10/1", "status": "failed"}],
                 "segments": [{"part": 0, "start": "2/1", "end": "5/1", "label": "Goal"}]}}""");

        assertThat(read.told().understood()).hasSize(2);
        Understood first = read.told().understood().getFirst();
        assertThat(first.span()).isEqualTo(new Span(Rational.ZERO, Rational.of(5, 1)));
        assertThat(first.whole()).isTrue();
        assertThat(first.moments()).extracting(Moment::label).containsExactly("Goal");
        assertThat(read.told().understood().getLast().whole()).isFalse();
        assertThat(read.told().understood().getLast().moments()).isEmpty();
    }

    @Test
    void findingsFromBeforePartsWereToldAreOfOnePart() {
        Understood only = read("""
                {"version": 1, "insight": {"source": "gemini/1", "status": "ok",
                 "segments": [{"start": "2/1", "end": "5/1", "label": "Goal"}]}}""").told().understood().getFirst();

        assertThat(only.span()).isEqualTo(new Span(Rational.ZERO, Rational.of(10, 1)));
        assertThat(only.whole()).isTrue();
        assertThat(only.moments()).hasSize(1);
    }

    @Test
    void whatAModelDidNotUnderstandIsReadAndWhereNoneWasAskedNoneFailed() {
        assertThat(
                        insight(
                                "{\"status\": \"partial\", \"code\": \"OUT_OF_TIME\", \"problem\": \"Late.\", \"lacking\": true}"))
                .contains(new Misunderstood("partial", Optional.of("OUT_OF_TIME"), Optional.of("Late."), true));
        assertThat(insight("{\"status\": \"blocked\", \"code\": \"BLOCKED\", \"lacking\": false}"))
                .contains(new Misunderstood("blocked", Optional.of("BLOCKED"), Optional.empty(), false));
        assertThat(insight("{\"status\": \"failed\"}"))
                .contains(new Misunderstood("failed", Optional.empty(), Optional.empty(), true));
        assertThat(insight("{\"status\": \"ok\"}")).isEmpty();
        assertThat(insight("{\"status\": \"off\", \"problem\": \"No key.\"}")).isEmpty();
        assertThat(insight("{}")).isEmpty();
        assertThat(insight("null")).isEmpty();
    }

    private Optional<Misunderstood> insight(String insight) {
        return read("{\"version\": 1, \"insight\": " + insight + "}").told().misunderstood();
    }

    @Test
    void aDocumentThatSaysNothingIsAsGoodAsNone() {
        assertThat(read("{\"version\": 1}").shots()).isEmpty();
    }

    @Test
    void nonsenseIsNamedAndNeverCrashes() {
        for (String nonsense : List.of(
                "",
                "null",
                "[]",
                "{",
                "{\"version\": 2}",
                "{\"version\": 1, \"shots\": [null]}",
                "{\"version\": 1, \"shots\": [{\"at\": \"1:a\"}]}",
                "{\"version\": 1, \"shots\": [{}]}",
                "{\"version\": 1, \"black\": 3}",
                "{\"version\": 1, \"black\": [{\"start\": \"1/2\"}]}",
                "{\"version\": 1, \"motion\": {\"start\": \"0/1\", \"step\": \"0/1\", \"values\": [1]}}",
                "{\"version\": 1, \"motion\": {\"start\": \"0/1\", \"step\": \"1/2\", \"values\": [null]}}",
                "{\"version\": 1, \"motion\": {\"start\": \"0/1\", \"step\": \"1/2\"}}",
                "{\"version\": 1, \"shots\": [{\"at\": \"99999999999999999999/1\"}]}",
                "{\"version\": 1, \"firstPicture\": {\"cells\": \"%%%\"}}")) {
            assertThat(failure(reader.read(List.of(chunk(store(nonsense))))))
                    .as(nonsense)
                    .isEqualTo(CommonFailure.STORED_BYTES_DIFFER);
        }
    }

    @Test
    void moreBytesThanTheLimitsAllowAreNotReadAtAll() {
        StoredObject large = new StoredObject("large.json", 2_001, "", "application/json");
        StoredObject half = new StoredObject("half.json", 1_600, "", "application/json");

        assertThat(failure(reader.read(List.of(chunk(large))))).isEqualTo(FindingsFailure.FINDINGS_TOO_LARGE);
        assertThat(failure(reader.read(List.of(chunk(half), chunk(half)))))
                .isEqualTo(FindingsFailure.FINDINGS_TOO_LARGE);
    }

    private ChunkFindings read(String document) {
        return reader.read(List.of(chunk(store(document))))
                .blockOptional()
                .orElseThrow()
                .getFirst();
    }

    private StoredObject store(String document) {
        return store.store("findings.json", document.getBytes(StandardCharsets.UTF_8));
    }

    private static AnalyzedChunk chunk(StoredObject findings) {
        Span span = new Span(Rational.ZERO, Rational.of(10, 1));
        return new AnalyzedChunk(Track.VIDEO, 0, span, Optional.of(findings), "local/1", Optional.empty());
    }

    private static FailureCode failure(Mono<?> read) {
        FailureCode[] code = new FailureCode[1];
        var unused = StepVerifier.create(read)
                .consumeErrorWith(error -> {
                    assertThat(error).isInstanceOf(StageFailure.class);
                    code[0] = ((StageFailure) error).failure().code();
                })
                .verify();
        return code[0];
    }
}
