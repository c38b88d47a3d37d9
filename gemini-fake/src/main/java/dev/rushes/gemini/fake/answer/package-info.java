/** What the model says, whole or spoiled. Rule: a question has one answer. */
@NullMarked
package dev.rushes.gemini.fake.answer;

import org.jspecify.annotations.NullMarked;
