package dev.rushes.analysis.gemini.domain;

import dev.rushes.analysis.domain.Insight.Shortfall;
import dev.rushes.analysis.domain.Insight.Status;
import dev.rushes.gemini.domain.Trouble;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides what comes next when a piece has been asked about. Every path ends: a model is asked a few times, a piece is halved a few times, an
 * answer is doubted once.
 */
public final class Course {
    private static final int SLIPS = 2;
    private static final int FILE_TRIES = 2;
    private static final int MOST_OUTPUT = 32_768;
    private static final double FEWER_PICTURES = 0.5;

    private final CourseRules rules;

    public Course(CourseRules rules) {
        this.rules = rules;
    }

    /** How a piece is asked about first. */
    public Progress start(int model) {
        return Progress.start(model, manner(model));
    }

    /** How a piece is asked about of which a model is known that answered, or was asked last. */
    public Progress start(String model) {
        return start(Math.max(0, rules.models().indexOf(model)));
    }

    public String model(Progress progress) {
        return rules.models().get(progress.model());
    }

    /** The next model, without waiting for this one; ends if there is none. */
    public NextStep skip(Progress progress, String why) {
        return nextModel(progress, Shortfall.MODEL_UNAVAILABLE, why);
    }

    /** After an answer. */
    public NextStep after(Judgement judgement, Piece piece, Progress progress) {
        return switch (judgement) {
            case Judgement.Sound(Draft draft) -> new NextStep.End(Status.OK, draft, Optional.empty(), "");
            case Judgement.Flawed(Draft draft, String why) -> doubt(progress.keep(draft, why), why);
            case Judgement.Useless(String why) -> doubt(progress.keep(Draft.EMPTY, why), why);
            case Judgement.CutOff(Draft draft) ->
                canHalve(piece)
                        ? new NextStep.Halve(progress)
                        : finish(
                                progress.keep(draft, "its answer was too long"),
                                Shortfall.ANSWER_UNUSABLE,
                                "its answer was too long");
            case Judgement.Starved _ -> starved(piece, progress);
            case Judgement.Blocked(String why) -> blocked(progress, why);
        };
    }

    /** One more question, in other words; then what there is must do. */
    private NextStep doubt(Progress progress, String why) {
        return progress.manner().wording() == 0
                ? ask(progress.with(progress.manner().insisting()), Duration.ZERO)
                : finish(progress, Shortfall.ANSWER_UNUSABLE, why);
    }

    private NextStep starved(Piece piece, Progress progress) {
        Manner manner = progress.manner();
        Manner roomier = manner.with(Thinking.leastOf(model(progress)))
                .withMaxOutputTokens(Math.min(MOST_OUTPUT, rules.maxOutputTokens() * 2));
        if (!roomier.equals(manner)) {
            return ask(progress.with(roomier), Duration.ZERO);
        }
        return canHalve(piece)
                ? new NextStep.Halve(progress.with(manner(progress.model())))
                : nextModel(progress, Shortfall.ANSWER_UNUSABLE, "its thoughts left no room for an answer");
    }

    /** What is safe depends on the pictures that are looked at; others are tried once. */
    private static NextStep blocked(Progress progress, String why) {
        return progress.otherPictures()
                ? new NextStep.End(Status.BLOCKED, Draft.EMPTY, Optional.of(Shortfall.BLOCKED), why)
                : new NextStep.Ask(progress.withOtherPictures(FEWER_PICTURES), Duration.ZERO, false);
    }

    /** After no answer. */
    public NextStep after(Trouble trouble, Piece piece, Progress progress) {
        String why = trouble.message();
        return switch (trouble.kind()) {
            case UNAVAILABLE -> {
                Progress failed = progress.failed();
                yield failed.failures() < rules.tries()
                        ? ask(failed, rules.pause(failed.failures()))
                        : nextModel(failed, Shortfall.MODEL_UNAVAILABLE, why);
            }
            case BROKEN, TOO_LONG -> {
                Progress slipped = progress.slipped();
                if (slipped.slips() < SLIPS) {
                    yield ask(slipped, rules.pause(slipped.slips()));
                }
                yield canHalve(piece)
                        ? new NextStep.Halve(progress)
                        : nextModel(slipped, Shortfall.MODEL_UNAVAILABLE, why);
            }
            case MINUTE_SPENT -> new NextStep.Hold(trouble.pause().orElse(Duration.ZERO), why);
            case SLOW_DOWN -> new NextStep.Hold(Duration.ZERO, why);
            case DAY_SPENT ->
                hasNext(progress) ? new NextStep.HoldForTheDay(moved(progress), why) : new NextStep.WaitForTheDay(why);
            case MODEL_GONE -> nextModel(progress, Shortfall.MODEL_UNAVAILABLE, why);
            case REFUSED -> finish(progress, Shortfall.REQUEST_REFUSED, why);
            case KEY -> new NextStep.Stop(why);
            case FILE_NOT_READY -> file(progress, why, false);
            case FILE_GONE, FILE_FAILED -> file(progress, why, true);
        };
    }

    private NextStep file(Progress progress, String why, boolean fresh) {
        Progress tried = progress.fileTried();
        return tried.files() <= FILE_TRIES - (fresh ? 1 : 0)
                ? new NextStep.Ask(tried, rules.pause(1), fresh)
                : finish(tried, Shortfall.MODEL_UNAVAILABLE, why);
    }

    private NextStep nextModel(Progress progress, Shortfall shortfall, String why) {
        return hasNext(progress) ? ask(moved(progress), Duration.ZERO) : finish(progress, shortfall, why);
    }

    private Progress moved(Progress progress) {
        int next = progress.model() + 1;
        return progress.onModel(next, manner(next));
    }

    /** What an earlier answer gave is better than nothing. */
    private static NextStep finish(Progress progress, Shortfall shortfall, String why) {
        return progress.best().segments().isEmpty()
                ? new NextStep.End(Status.FAILED, Draft.EMPTY, Optional.of(shortfall), why)
                : new NextStep.End(
                        Status.PARTIAL,
                        progress.best(),
                        Optional.of(Shortfall.ANSWER_INCOMPLETE),
                        progress.why().isEmpty() ? why : progress.why());
    }

    /** No more calls, for want of time or money. */
    public static NextStep giveUp(Progress progress, Shortfall shortfall, String why) {
        return finish(progress.keep(Draft.EMPTY, why), shortfall, why);
    }

    private boolean hasNext(Progress progress) {
        return progress.model() + 1 < rules.models().size();
    }

    private boolean canHalve(Piece piece) {
        return piece.depth() < rules.deepest() && piece.lengthMillis() >= 2 * rules.shortestMillis();
    }

    private Manner manner(int model) {
        return Manner.first(rules.models().get(model), rules.maxOutputTokens());
    }

    private static NextStep ask(Progress progress, Duration wait) {
        return new NextStep.Ask(progress, wait, false);
    }
}
