package dev.rushes.media.store;

/**
 * A durable stretch of a {@link PartedObject}. Parts follow each other by number, without gaps.
 *
 * @param number from 1; the store gives it
 * @param length bytes, above 0
 * @param token what the store needs to find the bytes again, such as the name of a file, an ETag or the key of a tail; 1 to 1,024 characters,
 *     without meaning for anybody else
 */
public record Part(int number, long length, String token) {

    public Part {
        if (number < 1 || length < 1 || token.isEmpty() || token.length() > 1024) {
            throw new IllegalArgumentException("Expected a part with a number, bytes and a token, but got number "
                    + number + ", " + length + " bytes and a token of " + token.length() + " characters");
        }
    }
}
