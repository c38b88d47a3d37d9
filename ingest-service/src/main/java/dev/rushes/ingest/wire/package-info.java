/** JobRequested → request, stored media → MediaStored, request → JobEvent. Rule: the only code of the service's stage that sees records. */
@NullMarked
package dev.rushes.ingest.wire;

import org.jspecify.annotations.NullMarked;
