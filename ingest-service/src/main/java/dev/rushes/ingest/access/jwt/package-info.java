/** Callers with a token of an OpenID provider. Rule: a token counts only if a public key of the provider has signed it, for us, and it is still good. */
@NullMarked
package dev.rushes.ingest.access.jwt;

import org.jspecify.annotations.NullMarked;
