/** The way to the service. Rule: nothing is sent twice, and no redirect is followed, unless somebody decides to. */
@NullMarked
package dev.rushes.gemini.http;

import org.jspecify.annotations.NullMarked;
