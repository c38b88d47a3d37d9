/** The API's wishes as records. Rule: the only code of the API that sees records. */
@NullMarked
package dev.rushes.ingest.api.wire;

import org.jspecify.annotations.NullMarked;
