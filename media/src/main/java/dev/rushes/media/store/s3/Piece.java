package dev.rushes.media.store.s3;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Bytes for one request.
 *
 * @param number place among the pieces of its object, from 1
 * @param bytes not to be changed any more
 * @param md5 their MD5 in Base64
 * @param last whether the object ends here
 */
record Piece(int number, ByteBuffer bytes, String md5, boolean last) {

    /** The same bytes in another place. */
    Piece numbered(int place) {
        return new Piece(place, bytes, md5, last);
    }

    static Piece of(int number, ByteBuffer bytes, boolean last) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(bytes.duplicate());
            return new Piece(number, bytes, Base64.getEncoder().encodeToString(digest.digest()), last);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Expected MD5 in every Java runtime", impossible);
        }
    }
}
