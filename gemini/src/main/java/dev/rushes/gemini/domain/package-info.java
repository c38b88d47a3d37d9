/** What an error of the service means. Rule: values in, values out. */
@NullMarked
package dev.rushes.gemini.domain;

import org.jspecify.annotations.NullMarked;
