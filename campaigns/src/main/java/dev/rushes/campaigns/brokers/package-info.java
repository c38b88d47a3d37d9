/** The campaign against real brokers: docs in campaigns/README.md. */
@NullMarked
package dev.rushes.campaigns.brokers;

import org.jspecify.annotations.NullMarked;
