/** Five stages in the real flow that do nothing but leave evidence outside Kafka. Rule: what a stage of the product may use, and no more. */
@NullMarked
package dev.rushes.campaigns.stub;

import org.jspecify.annotations.NullMarked;
