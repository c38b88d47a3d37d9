package dev.rushes.runtime.deadletters;

import java.util.List;
import java.util.Optional;

/**
 * A page of letters, newest first.
 *
 * @param letters may be fewer than asked for, even none, if many that do not match had to be looked at
 * @param next goes on behind this page; empty at the end
 */
public record LetterPage(List<DeadLetter> letters, Optional<String> next) {
    public LetterPage {
        letters = List.copyOf(letters);
    }
}
