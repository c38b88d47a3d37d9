package dev.rushes.standalone;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code rushes} command. Exit codes: 0 done, 1 the film could not be made, 2 wrong usage, 3 something on this machine is missing. */
@Command(
        name = "rushes",
        mixinStandardHelpOptions = true,
        versionProvider = RushesCommand.Version.class,
        description = "Footage goes in; a cut film comes out.",
        subcommands = {
            UpCommand.class,
            RunCommand.class,
            DemoCommand.class,
            KeysCommand.class,
            CheckCommand.class,
            FakeGeminiCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  ./rushes demo                              make sample footage and cut it",
            "  ./rushes run holiday.mp4 --duration 30s    cut a film of your own",
            "  ./rushes up                                start everything and open the page",
            "  ./rushes check                             see whether a Rushes that runs has all it needs",
            "  ./rushes keys create --tenant acme         make a key for somebody (with RUSHES_ACCESS_MODE=api-key)",
            "",
            "Where Rushes asks for a key, it is taken from RUSHES_API_KEY, or from the file that RUSHES_API_KEY_FILE names."
        })
public final class RushesCommand implements Callable<Integer> {

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new RushesCommand())
                .registerConverter(java.time.Duration.class, Durations::parse)
                .setExecutionExceptionHandler((failure, command, arguments) -> {
                    command.getErr().println(Sentences.of(failure));
                    return 3;
                });
    }

    /** Without a subcommand: says what there is. */
    @Override
    public Integer call() {
        CommandLine.usage(this, System.out);
        return 2;
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = RushesCommand.class.getPackage().getImplementationVersion();
            return new String[] {"Rushes " + (version == null ? "(development)" : version)};
        }
    }
}
