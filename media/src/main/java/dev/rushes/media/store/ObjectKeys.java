package dev.rushes.media.store;

import java.util.regex.Pattern;

/**
 * What a key may be: a list of names joined by slashes; a name begins with a letter or digit and goes on with letters, digits, dots, dashes and
 * underscores. So no key can climb, be absolute, hide a file, need escaping in an address, or meet the stores' own folders, which begin with
 * a dot.
 */
public final class ObjectKeys {
    private static final int LONGEST_KEY = 512;
    private static final Pattern KEY =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}(/[A-Za-z0-9][A-Za-z0-9._-]{0,127})*");

    private ObjectKeys() {}

    /**
     * The key, if it is one.
     *
     * @throws IllegalArgumentException if it is none; the message doesn't repeat it
     */
    public static String checked(String key) {
        if (key.length() > LONGEST_KEY || !KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("Expected a key of at most " + LONGEST_KEY
                    + " characters, made of plain names joined by slashes, but got one of " + key.length()
                    + " characters");
        }
        return key;
    }
}
