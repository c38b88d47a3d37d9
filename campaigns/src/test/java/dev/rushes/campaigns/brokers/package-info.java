@NullMarked
package dev.rushes.campaigns.brokers;

import org.jspecify.annotations.NullMarked;
