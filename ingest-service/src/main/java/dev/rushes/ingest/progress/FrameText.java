package dev.rushes.ingest.progress;

/** Writes frames of a job's stream as they go over the wire: one whole event each. The bytes may be shared by many readers and are never changed. */
public interface FrameText {
    byte[] of(Frame frame);
}
