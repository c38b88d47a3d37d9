/** How much a key may ask for. Rule: counted over the last minute and the day by the clock that was given. */
@NullMarked
package dev.rushes.gemini.fake.quota;

import org.jspecify.annotations.NullMarked;
