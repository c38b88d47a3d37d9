@NullMarked
package dev.rushes.campaigns.plan;

import org.jspecify.annotations.NullMarked;
