@NullMarked
package dev.rushes.gemini.fake;

import org.jspecify.annotations.NullMarked;
