package dev.rushes.runtime.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to run.
 *
 * @param tool short name for logs and meters, such as "ffmpeg"
 * @param purpose what for, in a few words of this program's own: "cut video-00003"
 * @param arguments the program and its arguments, each handed over as it is
 * @param folder working directory
 * @param environment the variables that the program needs; it gets no others but a PATH and a C locale
 * @param limits what it may use
 */
public record ProcessCommand(
        String tool,
        String purpose,
        List<String> arguments,
        Path folder,
        Map<String, String> environment,
        ProcessLimits limits) {

    public ProcessCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("Expected a program to run, but the list of arguments is empty");
        }
        for (String argument : arguments) {
            if (argument.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("Expected arguments without NUL characters for " + tool);
            }
        }
    }
}
