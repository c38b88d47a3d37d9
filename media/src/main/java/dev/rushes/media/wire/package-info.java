/** Records ⇄ the shared media values. Rule: with the services' own wire packages, the only code in this module that sees generated classes. */
@NullMarked
package dev.rushes.media.wire;

import org.jspecify.annotations.NullMarked;
