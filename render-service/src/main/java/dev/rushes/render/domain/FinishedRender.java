package dev.rushes.render.domain;

import java.util.List;

/**
 * The fact that the stage gives: the films are made and have been checked.
 *
 * @param films in the order in which people see them
 */
public record FinishedRender(List<Film> films) {
    public FinishedRender {
        films = List.copyOf(films);
    }
}
