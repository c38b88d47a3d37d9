package dev.rushes.gemini.fake.files;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One uploaded file. Not safe for threads: the table guards it. */
public final class StoredFile {
    static final Duration LIFETIME = Duration.ofHours(48);

    private final String id;
    private final String displayName;
    private final String mimeType;
    private final byte[] bytes;
    private final Instant created;
    private int pollsUntilActive;
    private boolean failed;
    private boolean stateless;
    private boolean shownShort;
    private boolean shownOther;

    StoredFile(String id, String displayName, String mimeType, byte[] bytes, Instant created, int pollsUntilActive) {
        this.id = id;
        this.displayName = displayName;
        this.mimeType = mimeType;
        this.bytes = bytes.clone();
        this.created = created;
        // Sound and pictures are ready at once; films are not.
        this.pollsUntilActive = mimeType.startsWith("video/") ? pollsUntilActive : 0;
    }

    public String id() {
        return id;
    }

    public String displayName() {
        return displayName;
    }

    public String mimeType() {
        return mimeType;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    int size() {
        return bytes.length;
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(created.plus(LIFETIME));
    }

    public boolean isActive() {
        return pollsUntilActive <= 0 && !failed;
    }

    /** Somebody looked: the work is one look nearer to its end. */
    void polled() {
        pollsUntilActive = Math.max(0, pollsUntilActive - 1);
    }

    /** The work takes so many looks more. */
    public void becomesActiveAfter(int polls) {
        pollsUntilActive = polls;
    }

    /** The work ends in failure. */
    public void fail() {
        failed = true;
    }

    /** Its state is not told. */
    public void hideState(boolean hidden) {
        stateless = hidden;
    }

    /** Its size is told wrongly. */
    public void showShort() {
        shownShort = true;
    }

    /** Its digest is told wrongly. */
    public void showOtherBytes() {
        shownOther = true;
    }

    /**
     * As the API shows it.
     *
     * @param base address of the server
     */
    public ObjectNode json(String base) {
        ObjectNode file = JsonMapper.shared().createObjectNode();
        file.put("name", "files/" + id);
        if (!displayName.isEmpty()) {
            file.put("displayName", displayName);
        }
        file.put("mimeType", mimeType)
                .put("sizeBytes", Integer.toString(shownShort ? bytes.length / 2 : bytes.length))
                .put("createTime", created.toString())
                .put("updateTime", created.toString())
                .put("expirationTime", created.plus(LIFETIME).toString())
                .put("sha256Hash", shownOther ? hash(new byte[] {1}) : hash(bytes))
                .put("uri", base + "/v1beta/files/" + id)
                .put("source", "UPLOADED");
        if (!stateless) {
            file.put("state", failed ? "FAILED" : isActive() ? "ACTIVE" : "PROCESSING");
        }
        if (failed) {
            file.putObject("error").put("code", 3).put("message", "The video could not be processed.");
        } else if (isActive() && mimeType.startsWith("video/")) {
            double seconds = MediaLength.of(bytes, mimeType).seconds();
            file.putObject("videoMetadata")
                    .put("videoDuration", String.format(Locale.ROOT, "%ds", Math.round(seconds)));
        }
        return file;
    }

    /** Base64 of the digest's hexadecimal text, which is what the service gives. */
    private static String hash(byte[] bytes) {
        return Base64.getEncoder().encodeToString(sha256(bytes).getBytes(StandardCharsets.US_ASCII));
    }

    /** Hexadecimal, in lower case. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
