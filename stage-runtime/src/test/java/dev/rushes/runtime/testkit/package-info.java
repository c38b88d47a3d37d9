/** What a stage author tests with. Published as a test jar. Rule: no broker, no disk, no clock but the one that the test moves. */
@NullMarked
package dev.rushes.runtime.testkit;

import org.jspecify.annotations.NullMarked;
