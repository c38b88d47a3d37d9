package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.access.Caller;
import dev.rushes.runtime.deadletters.CursorRefused;
import dev.rushes.runtime.deadletters.DeadLetters;
import dev.rushes.runtime.deadletters.DeadLettersUnavailable;
import dev.rushes.runtime.deadletters.FailureGroups;
import dev.rushes.runtime.deadletters.LetterFilter;
import dev.rushes.runtime.deadletters.LetterPage;
import dev.rushes.runtime.deadletters.LetterPlace;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Dead letters: list them, group them, look into one, replay them. For operators: they see the letters of every tenant. */
@RestController
@RequestMapping(Addresses.DEAD_LETTERS)
final class DeadLettersController {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLettersController.class);

    private final DeadLetters letters;
    private final ApiSettings settings;

    DeadLettersController(DeadLetters letters, ApiSettings settings) {
        this.letters = letters;
        this.settings = settings;
    }

    /** @param next pass it as {@code cursor} for the next page, even if this one is empty; absent at the end */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Page(List<LetterView> letters, Optional<String> next) {
        static Page of(LetterPage page) {
            return new Page(page.letters().stream().map(LetterView::of).toList(), page.next());
        }
    }

    /**
     * @param looked letters that were looked at
     * @param others letters of further failures
     * @param complete whether all letters were looked at; else the newest
     */
    record Groups(List<LetterView.Group> groups, long looked, long others, boolean complete) {
        static Groups of(FailureGroups groups) {
            return new Groups(
                    groups.groups().stream().map(LetterView.Group::of).toList(),
                    groups.looked(),
                    groups.others(),
                    groups.complete());
        }
    }

    @GetMapping
    Mono<ResponseEntity<Page>> list(@RequestParam MultiValueMap<String, String> parameters) {
        Form form = Form.ofParameters(parameters);
        LetterFilter filter = ReplayReader.filter(form, "limit", "cursor");
        int limit = form.wholeNumber("limit", 1, settings.pageSize()).orElse(Math.min(50, settings.pageSize()));
        Optional<String> cursor = form.text("cursor", 4000);
        form.check();
        return fresh(letters.list(filter, cursor, limit).map(Page::of));
    }

    @GetMapping("/groups")
    Mono<ResponseEntity<Groups>> groups(@RequestParam MultiValueMap<String, String> parameters) {
        Form form = Form.ofParameters(parameters);
        LetterFilter filter = ReplayReader.filter(form);
        form.check();
        return fresh(letters.groups(filter).map(Groups::of));
    }

    @GetMapping("/{stage}/{partition}/{offset}")
    Mono<ResponseEntity<LetterView.Content>> get(
            @PathVariable String stage, @PathVariable String partition, @PathVariable String offset) {
        return fresh(letters.inspect(place(stage, partition, offset))
                .map(LetterView.Content::of)
                .switchIfEmpty(Mono.error(DeadLettersController::noSuchLetter)));
    }

    @PostMapping(path = "/replay", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<ReplayView>> replay(Caller caller, ServerHttpRequest request) {
        return fresh(StrictJson.body(request, settings.maxDocument())
                .map(body -> ReplayReader.order(caller, body))
                .flatMap(letters::replay)
                .map(ReplayView::of));
    }

    private <T> Mono<ResponseEntity<T>> fresh(Mono<T> answer) {
        return answer.map(body ->
                        ResponseEntity.ok().header("Cache-Control", "no-store").body(body))
                .onErrorMap(
                        CursorRefused.class,
                        error -> ApiProblem.of(
                                HttpStatus.BAD_REQUEST, "CURSOR_INVALID", String.valueOf(error.getMessage())))
                .onErrorMap(DeadLettersUnavailable.class, error -> {
                    LOG.warn("Dead letters can't be read", error);
                    return ApiProblem.unavailable(
                            "DEAD_LETTERS_UNAVAILABLE",
                            "Expected Kafka and the registry to answer, but one of them did not. Ask again in a moment.",
                            settings.retryAfter());
                });
    }

    private static LetterPlace place(String stage, String partition, String offset) {
        try {
            return LetterPlace.parse(FlowStage.ofLabel(stage).deadLetterTopic() + "-" + partition + "@" + offset)
                    .orElseThrow(DeadLettersController::noSuchLetter);
        } catch (IllegalArgumentException _) {
            throw noSuchLetter();
        }
    }

    private static ApiProblem noSuchLetter() {
        return ApiProblem.of(
                HttpStatus.NOT_FOUND,
                "DEAD_LETTER_NOT_FOUND",
                "Expected a dead letter at the place in the address, but there is none (any more).");
    }
}
