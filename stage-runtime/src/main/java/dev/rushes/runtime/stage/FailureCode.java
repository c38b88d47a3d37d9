package dev.rushes.runtime.stage;

/** A stable code of a failure: upper snake case, implemented by one enum per module. Codes are an interface for callers and operators. */
public interface FailureCode {

    /** The code, such as MEDIA_NOT_RECOGNIZED; an enum's name. */
    String name();

    /** Whose fault it is. */
    FailureKind kind();
}
