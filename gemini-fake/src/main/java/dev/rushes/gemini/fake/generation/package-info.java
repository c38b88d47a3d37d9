/** Films made from words: interactions and long-running operations, as far as a client has to cope with them. */
@NullMarked
package dev.rushes.gemini.fake.generation;

import org.jspecify.annotations.NullMarked;
