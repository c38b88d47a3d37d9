package dev.rushes.standalone;

import java.io.Console;
import java.io.PrintStream;
import java.util.List;

/**
 * Prints for people: on a terminal a block of lines that redraws itself, elsewhere one line for each change. Colour only on a terminal and
 * unless {@code NO_COLOR} is set.
 */
final class Terminal {
    private final PrintStream out;
    private final boolean live;
    private final boolean colour;
    private int drawn;

    Terminal(PrintStream out, boolean live, boolean colour) {
        this.out = out;
        this.live = live;
        this.colour = colour;
    }

    static Terminal ofSystem() {
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal();
        return new Terminal(System.out, terminal, terminal && System.getenv("NO_COLOR") == null);
    }

    boolean isLive() {
        return live;
    }

    /** Prints a line below whatever stands there. */
    synchronized void line(String text) {
        drawn = 0;
        out.println(text);
        out.flush();
    }

    /** Draws a block in the place of the block before it. Does nothing where lines can not be redrawn. */
    synchronized void block(List<String> lines) {
        if (!live) {
            return;
        }
        if (drawn > 0) {
            out.print("\u001b[" + drawn + "A");
        }
        lines.forEach(line -> out.print("\r\u001b[2K" + line + "\n"));
        drawn = lines.size();
        out.flush();
    }

    String green(String text) {
        return colour ? "\u001b[32m" + text + "\u001b[0m" : text;
    }

    String red(String text) {
        return colour ? "\u001b[31m" + text + "\u001b[0m" : text;
    }

    String dim(String text) {
        return colour ? "\u001b[2m" + text + "\u001b[0m" : text;
    }
}
