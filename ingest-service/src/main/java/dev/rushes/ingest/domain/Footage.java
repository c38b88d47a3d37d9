package dev.rushes.ingest.domain;

import java.util.Optional;

/** Where the footage of a job is. A new kind of source is a new record here and a class that fetches it. */
public sealed interface Footage {
    int FILENAME_LIMIT = 255;

    /** Name that a person gave the footage, cleaned, at most {@value #FILENAME_LIMIT} characters. For people only. */
    Optional<String> filename();

    /**
     * Bytes that the HTTP API has stored already.
     *
     * @param key where in the object store
     */
    record Upload(String key, Optional<String> filename) implements Footage {
        public Upload {
            filename = named(filename);
        }
    }

    /**
     * Bytes behind an address.
     *
     * @param address as it came; may hold credentials in its query, so it is never logged or put in a message
     */
    record Url(String address, Optional<String> filename) implements Footage {
        public Url {
            filename = named(filename);
        }

        /** Everything but the address. */
        @Override
        public String toString() {
            return "Url[" + filename.orElse("") + "]";
        }
    }

    /**
     * A film that a model is to make.
     *
     * @param wish what is to be made
     */
    record Prompt(FilmWish wish, Optional<String> filename) implements Footage {
        public Prompt {
            filename = named(filename);
        }
    }

    /**
     * The request does not say where.
     *
     * @param problem what is missing, as a sentence
     */
    record Missing(String problem, Optional<String> filename) implements Footage {
        public Missing {
            filename = named(filename);
        }
    }

    private static Optional<String> named(Optional<String> filename) {
        return filename.map(name -> CleanText.line(name, FILENAME_LIMIT)).filter(name -> !name.isEmpty());
    }
}
