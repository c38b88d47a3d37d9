package dev.rushes.gemini.fake.scenario;

/**
 * A way in which the service misbehaves. The number is that of the list in the design's report on Gemini; several ways may stand under one
 * number.
 */
public enum Fault {
    /** 429 for a minute's limit, with a delay of 3 s. */
    QUOTA_MINUTE(1, Route.GENERATE),
    /** 429 without any detail. */
    QUOTA_UNEXPLAINED(2, Route.GENERATE),
    /** 429 for a day's limit, with a delay that misleads. */
    QUOTA_DAY(3, Route.GENERATE),
    /** 429 with a limit of 0: the model is not in the tier. */
    QUOTA_ZERO(4, Route.GENERATE),
    /** 429 for money. */
    SPEND_LIMIT(5, Route.GENERATE),
    /** 429 for want of machines. */
    NO_CAPACITY(5, Route.GENERATE),
    /** 503, for a few calls. */
    OVERLOADED(6, Route.GENERATE),
    /** 503; give it to a rule without an end. */
    OVERLOADED_FOR_EVER(7, Route.GENERATE),
    /** 500. */
    INTERNAL(8, Route.GENERATE),
    /** 502 with a page of HTML. */
    BAD_GATEWAY_PAGE(9, Route.GENERATE),
    /** 503 whose envelope stands in a list. */
    ERROR_IN_LIST(9, Route.GENERATE),
    /** 504 after a while. */
    DEADLINE_EXCEEDED(10, Route.GENERATE),
    /** Takes the request and never answers. */
    SILENCE(11, Route.GENERATE),
    /** Answers a byte at a time. */
    TRICKLE(11, Route.GENERATE),
    /** Takes the question whether a file is ready and never answers. */
    FILE_LOOK_SILENT(11, Route.FILE_POLL),
    /** Resets the connection instead of answering. */
    RESET_BEFORE(12, Route.GENERATE),
    /** Resets the connection in the middle of the answer. */
    RESET_WITHIN(12, Route.GENERATE),
    /** 400: the key is not valid. */
    KEY_INVALID(13, Route.GENERATE),
    /** 403: no key. */
    KEY_MISSING(13, Route.GENERATE),
    /** 400: the schema of the answer is refused. */
    SCHEMA_REJECTED(14, Route.GENERATE),
    /** 400: the model can't think so little. */
    THINKING_REFUSED(14, Route.GENERATE),
    /** 404: the model has been switched off. */
    MODEL_RETIRED(15, Route.GENERATE),
    /** The file is in the works for three looks more. */
    FILE_SLOW(16, Route.UPLOAD_PART),
    /** The file stays in the works. */
    FILE_NEVER_READY(16, Route.UPLOAD_PART),
    /** The file's processing fails. */
    FILE_FAILED(17, Route.UPLOAD_PART),
    /** The file is ready, but its state is not told; give it to a few looks. */
    FILE_STATELESS(18, Route.FILE_POLL),
    /** 400: the file is not active, although a look said so. */
    FILE_NOT_ACTIVE(19, Route.GENERATE),
    /** 403: the file is gone. */
    FILE_GONE(20, Route.GENERATE),
    /** The start of an upload is answered without an address. */
    UPLOAD_NO_ADDRESS(21, Route.UPLOAD_START),
    /** A part is answered with 503 and half of it is lost. */
    UPLOAD_PART_LOST(21, Route.UPLOAD_PART),
    /** The file is there, but the last answer never comes. */
    UPLOAD_END_LOST(21, Route.UPLOAD_PART),
    /** The file is told to be shorter than it was. */
    UPLOAD_SHORT(22, Route.UPLOAD_PART),
    /** The file is told to have other bytes. */
    UPLOAD_OTHER_BYTES(22, Route.UPLOAD_PART),
    /** The prompt is blocked: 200 without candidates. */
    PROMPT_BLOCKED(23, Route.GENERATE),
    /** The answer is blocked for safety. */
    ANSWER_UNSAFE(24, Route.GENERATE),
    /** The answer is blocked as a recitation. */
    ANSWER_RECITED(24, Route.GENERATE),
    /** The answer is blocked as prohibited. */
    ANSWER_PROHIBITED(24, Route.GENERATE),
    /** The answer ends for a reason that nobody has heard of. */
    ANSWER_ENDED_ODDLY(24, Route.GENERATE),
    /** The answer is cut off in the middle of its JSON. */
    ANSWER_CUT(25, Route.GENERATE),
    /** The thoughts have eaten the answer. */
    THOUGHTS_ONLY(26, Route.GENERATE),
    /** The JSON stands in a fence. */
    FENCED(27, Route.GENERATE),
    /** Words stand before the JSON. */
    PREAMBLE(27, Route.GENERATE),
    /** A byte-order mark stands before the JSON. */
    BYTE_ORDER_MARK(27, Route.GENERATE),
    /** A number is NaN. */
    NOT_A_NUMBER(27, Route.GENERATE),
    /** A key stands twice. */
    DUPLICATE_KEYS(27, Route.GENERATE),
    /** A word is none of those that the schema allows. */
    WRONG_WORD(27, Route.GENERATE),
    /** A required field is missing. */
    MISSING_FIELD(27, Route.GENERATE),
    /** A field is there that the schema does not have. */
    EXTRA_FIELD(27, Route.GENERATE),
    /** Times lie behind the end. */
    TIMES_PAST_END(28, Route.GENERATE),
    /** Segments end before they begin. */
    TIMES_BACKWARDS(28, Route.GENERATE),
    /** Segments are out of order. */
    TIMES_UNORDERED(28, Route.GENERATE),
    /** Times count from the start of the whole film. */
    TIMES_OF_WHOLE_FILM(28, Route.GENERATE),
    /** Times are read from a clock in the picture. */
    TIMES_BURNED_IN(28, Route.GENERATE),
    /** Times are HH:MM:SS. */
    TIMES_AS_CLOCK(29, Route.GENERATE),
    /** Times are seconds. */
    TIMES_IN_SECONDS(29, Route.GENERATE),
    /** Times are milliseconds. */
    TIMES_IN_MILLIS(29, Route.GENERATE),
    /** Times are no times, such as 00:75. */
    TIMES_ODD(29, Route.GENERATE),
    /** The same segment five hundred times. */
    LOOP(30, Route.GENERATE),
    /** Line feeds without end. */
    ENDLESS_LINES(30, Route.GENERATE),
    /** An empty answer, and no video tokens were counted. */
    NOTHING_SEEN(31, Route.GENERATE),
    /** Nothing is said of the cost. */
    USAGE_MISSING(31, Route.GENERATE),
    /** A stream breaks off with an error. */
    STREAM_ERROR(32, Route.GENERATE),
    /** A stream is an error alone, as plain JSON. */
    STREAM_PLAIN_ERROR(32, Route.GENERATE),
    /** A stream's last frame has no text. */
    STREAM_EMPTY_END(32, Route.GENERATE),
    /** A stream comes a byte at a time, letters and line ends cut in two. */
    STREAM_SPLIT(32, Route.GENERATE),
    /** The interaction is begun, but the answer that names it never comes. */
    OMNI_ORDER_LOST(33, Route.INTERACTION_CREATE),
    /** The interaction is begun, but the server breaks before it says so. */
    OMNI_ORDER_BROKEN(33, Route.INTERACTION_CREATE),
    /** The answer that names the interaction takes a while. */
    OMNI_ORDER_SLOW(33, Route.INTERACTION_CREATE),
    /** 429: no interaction is begun. */
    OMNI_ORDER_BUSY(33, Route.INTERACTION_CREATE),
    /** Polls of an interaction are forbidden for a while. */
    OMNI_POLL_FORBIDDEN(33, Route.INTERACTION_POLL),
    /** Polls of an interaction find nothing for a while. */
    OMNI_POLL_NOT_FOUND(33, Route.INTERACTION_POLL),
    /** The interaction ends with words instead of a film. */
    OMNI_TEXT_ONLY(33, Route.INTERACTION_CREATE),
    /** The interaction fails. */
    OMNI_FAILED(33, Route.INTERACTION_CREATE),
    /** The interaction has used up its budget. */
    OMNI_BUDGET(33, Route.INTERACTION_CREATE),
    /** The interaction is refused for good. */
    OMNI_REFUSED(33, Route.INTERACTION_CREATE),
    /** The film may not be fetched. */
    OMNI_DOWNLOAD_FORBIDDEN(33, Route.DOWNLOAD),
    /** The film lies elsewhere. */
    OMNI_DOWNLOAD_REDIRECT(33, Route.DOWNLOAD),
    /** The film is cut off. */
    OMNI_DOWNLOAD_TRUNCATED(33, Route.DOWNLOAD),
    /** A page comes instead of the film. */
    OMNI_DOWNLOAD_PAGE(33, Route.DOWNLOAD),
    /** The operation is begun, but the answer that names it never comes. */
    VEO_ORDER_LOST(34, Route.OPERATION_CREATE),
    /** The operation ends with an error. */
    VEO_ERROR(34, Route.OPERATION_CREATE),
    /** The film was filtered. */
    VEO_FILTERED(34, Route.OPERATION_CREATE),
    /** The film's sound was filtered. */
    VEO_SOUND_FILTERED(34, Route.OPERATION_CREATE),
    /** The operation is not found. */
    VEO_NOT_FOUND(34, Route.OPERATION_POLL),
    /** The operation's result has expired. */
    VEO_EXPIRED(34, Route.OPERATION_POLL);

    private final int number;
    private final Route route;

    Fault(int number, Route route) {
        this.number = number;
        this.route = route;
    }

    /** 1 to 34, as in "F1". */
    public int number() {
        return number;
    }

    /** Requests that it can befall. */
    public Route route() {
        return route;
    }
}
