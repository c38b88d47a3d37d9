package dev.rushes.benchmarks.contenders;

import dev.rushes.benchmarks.machine.Child;
import dev.rushes.benchmarks.machine.Leash;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A contender in a process of its own. */
public final class ContenderProcess {
    private ContenderProcess() {}

    public static Child start(Kind kind, String bootstrapServers, Work work, Path log) {
        List<String> arguments = new ArrayList<>(List.of(kind.name(), bootstrapServers));
        arguments.addAll(work.asArguments());
        return Child.java(ContenderProcess.class, arguments, log);
    }

    /** The child. */
    public static void main(String[] arguments) {
        Kind kind = Kind.valueOf(arguments[0]);
        Contender contender = kind.start(arguments[1], Work.ofArguments(arguments[2], arguments[3]));
        Leash.say("READY");
        Leash.awaitEnd();
        contender.close();
        Throwable trouble = contender.trouble();
        if (trouble != null) {
            trouble.printStackTrace();
        }
        Leash.say(trouble == null ? "CLOSED" : "TROUBLE " + trouble);
        System.exit(0);
    }
}
