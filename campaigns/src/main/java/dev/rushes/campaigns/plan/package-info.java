/** What a campaign asks for, and what each job must therefore come to. Rule: everything follows from the seed; plain Java. */
@NullMarked
package dev.rushes.campaigns.plan;

import org.jspecify.annotations.NullMarked;
