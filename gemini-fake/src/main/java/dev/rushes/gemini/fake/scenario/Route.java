package dev.rushes.gemini.fake.scenario;

/** What a request is for. */
public enum Route {
    UPLOAD_START,
    UPLOAD_PART,
    FILE_POLL,
    FILE_LIST,
    FILE_DELETE,
    /** Both ways to ask a model, whole and streamed. */
    GENERATE,
    MODELS,
    INTERACTION_CREATE,
    INTERACTION_POLL,
    OPERATION_CREATE,
    OPERATION_POLL,
    DOWNLOAD
}
