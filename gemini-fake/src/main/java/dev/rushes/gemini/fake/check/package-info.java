/** What a request must look like. Rule: what the documentation does not allow is refused, with Google's words. */
@NullMarked
package dev.rushes.gemini.fake.check;

import org.jspecify.annotations.NullMarked;
