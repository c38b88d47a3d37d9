package dev.rushes.gemini.fake.quota;

/**
 * What a key may ask of one model; 0 is no limit.
 *
 * @param requestsPerMinute calls in any 60 seconds
 * @param tokensPerMinute input tokens in any 60 seconds
 * @param requestsPerDay calls from midnight to midnight, Pacific time
 */
public record Quota(long requestsPerMinute, long tokensPerMinute, long requestsPerDay) {
    public static final Quota NONE = new Quota(0, 0, 0);
}
