package dev.rushes.analysis.gemini.domain;

/**
 * How far the asking about one piece is.
 *
 * @param model position in the chain of models, from 0
 * @param manner how it is asked
 * @param failures how often this model was away in a row
 * @param slips how often this model broke inside or was too slow
 * @param files how often the file had to be brought again, or was not ready
 * @param best the best that an answer gave so far
 * @param why what was wrong with it; empty if there is none yet
 */
public record Progress(
        int model, Manner manner, int failures, int slips, int files, Draft best, String why, boolean otherPictures) {

    public static Progress start(int model, Manner manner) {
        return new Progress(model, manner, 0, 0, 0, Draft.EMPTY, "", false);
    }

    Progress failed() {
        return new Progress(model, manner, failures + 1, slips, files, best, why, otherPictures);
    }

    Progress slipped() {
        return new Progress(model, manner, failures, slips + 1, files, best, why, otherPictures);
    }

    Progress fileTried() {
        return new Progress(model, manner, failures, slips, files + 1, best, why, otherPictures);
    }

    Progress with(Manner other) {
        return new Progress(model, other, failures, slips, files, best, why, otherPictures);
    }

    Progress withOtherPictures(double fps) {
        return new Progress(model, manner.withFps(fps), failures, slips, files, best, why, true);
    }

    /** Keeps the fuller of two drafts. */
    Progress keep(Draft draft, String flaw) {
        Draft fuller = draft.segments().size() > best.segments().size() ? draft : best;
        return new Progress(model, manner, failures, slips, files, fuller, flaw, otherPictures);
    }

    Progress onModel(int next, Manner itsManner) {
        return new Progress(next, itsManner, 0, 0, files, best, why, false);
    }
}
