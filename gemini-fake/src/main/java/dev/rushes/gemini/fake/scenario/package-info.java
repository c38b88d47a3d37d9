/** Which request is answered with which fault. Rule: decided by counting, by words and by the seed, never by chance. */
@NullMarked
package dev.rushes.gemini.fake.scenario;

import org.jspecify.annotations.NullMarked;
