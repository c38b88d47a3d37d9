package dev.rushes.ingest.domain;

import java.util.Locale;

/** What kind of problem it is, as RFC 9457 wants it told: an address where a person finds out more. */
public final class ProblemType {
    /** The page of all problems; relative to the host as all addresses are, so that it is right behind any proxy. */
    public static final String PAGE = "/problems";

    private ProblemType() {}

    /**
     * The place of a code on the page, for example {@code /problems#job-not-found}.
     *
     * @param code stable code, as in JOB_NOT_FOUND
     */
    public static String of(String code) {
        return PAGE + "#" + anchor(code);
    }

    /** Name of a code's place within the page. */
    public static String anchor(String code) {
        return code.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
