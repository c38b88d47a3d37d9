/** What keys, failures and claims mean. Rule: values in, values out; time and randomness are arguments. */
@NullMarked
package dev.rushes.ingest.access.domain;

import org.jspecify.annotations.NullMarked;
