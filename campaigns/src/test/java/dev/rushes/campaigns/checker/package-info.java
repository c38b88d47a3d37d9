@NullMarked
package dev.rushes.campaigns.checker;

import org.jspecify.annotations.NullMarked;
