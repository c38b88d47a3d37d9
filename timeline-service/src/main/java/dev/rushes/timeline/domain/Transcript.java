package dev.rushes.timeline.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.List;
import java.util.stream.Stream;

/**
 * The words of both tracks. Who listens knows them better than who only looks, also that there are none; what is seen counts where nobody has listened:
 *
 * <pre>
 *   sound      |- - understood - -|- - gap - -|- part -|
 *   heard      [ words ]                       [ words ]
 *   seen            [ words ]   [ words ]  [ words ]         the second counts; the others lie mostly where was listened
 * </pre>
 */
final class Transcript {
    private Transcript() {}

    /**
     * The moments in which somebody says something, in order of time.
     *
     * @param sound what was understood of each part of the sound
     */
    static List<Moment> of(FootageFindings findings, List<Understood> sound) {
        List<Span> listened = Stream.concat(
                        sound.stream().filter(Understood::whole).map(Understood::span),
                        findings.heard().stream().map(Moment::span))
                .toList();
        SpanSet unheard = SpanSet.joined(listened, Rational.ZERO).outside(findings.footage());
        return Moments.ofBoth(spoken(Moments.filling(spoken(findings.seen()), unheard)), spoken(findings.heard()));
    }

    private static List<Moment> spoken(List<Moment> moments) {
        return moments.stream().filter(moment -> !moment.words().isEmpty()).toList();
    }
}
