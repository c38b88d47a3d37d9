package dev.rushes.standalone;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code rushes keys}: makes, lists and revokes keys of a Rushes that runs. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = {
            "Make, list and revoke keys, as an operator.",
            "The operator's key is taken from RUSHES_API_KEY, from the file that RUSHES_API_KEY_FILE names, or from the data folder of the Rushes that runs."
        },
        subcommands = {KeysCommand.Create.class, KeysCommand.ListThem.class, KeysCommand.Revoke.class})
final class KeysCommand implements Callable<Integer> {
    private static final String API = "api/v1/keys";

    @Override
    public Integer call() {
        CommandLine.usage(this, System.out);
        return 2;
    }

    /** {@code rushes keys create}. */
    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Make a key. It is printed once, alone on standard output, and kept nowhere.")
    static final class Create extends Asking {
        @Option(
                names = "--tenant",
                paramLabel = "NAME",
                defaultValue = "default",
                description = "Whose jobs it works with. Default: ${DEFAULT-VALUE}")
        private String tenant = "default";

        @Option(
                names = {"--role", "--scope"},
                paramLabel = "WORD",
                defaultValue = "user",
                split = ",",
                description =
                        "What it is for: user, operator, or one of user:read, user:write, operator:read, operator:write. Default: ${DEFAULT-VALUE}")
        private List<String> scopes = List.of("user");

        @Option(names = "--label", paramLabel = "TEXT", defaultValue = "", description = "What people call it.")
        private String label = "";

        @Option(
                names = "--expires",
                paramLabel = "MOMENT",
                description = "When it ends, such as 2027-01-31T12:00:00Z. Default: never.")
        private @Nullable String expires;

        @Override
        public Integer call() throws IOException, InterruptedException {
            ObjectNode wish = JsonMapper.shared().createObjectNode();
            wish.put("tenant", tenant);
            wish.put("label", label);
            ArrayNode words = wish.putArray("scopes");
            scopes.forEach(words::add);
            if (expires != null) {
                wish.put("expiresAt", expires);
            }
            JsonNode made = client().send("POST", API, wish.toString());
            System.out.println(made.path("secret").asString());
            System.err.println("Key " + made.path("key").path("id").asString() + " for "
                    + made.path("key").path("tenant").asString() + ". Keep it: it can't be shown again.");
            return 0;
        }
    }

    /** {@code rushes keys list}. */
    @Command(name = "list", mixinStandardHelpOptions = true, description = "List keys, without their secrets.")
    static final class ListThem extends Asking {
        @Override
        public Integer call() throws IOException, InterruptedException {
            for (JsonNode key : client().get(API).path("keys")) {
                System.out.println("%s  %-8s %-20s %-30s %s"
                        .formatted(
                                key.path("id").asString(),
                                key.path("state").asString(),
                                key.path("tenant").asString(),
                                String.join(
                                        " ",
                                        key.path("scopes")
                                                .valueStream()
                                                .map(JsonNode::asString)
                                                .toList()),
                                key.path("label").asString()));
            }
            return 0;
        }
    }

    /** {@code rushes keys revoke ID}. */
    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = "Take a key back, for good, within seconds.")
    static final class Revoke extends Asking {
        @Parameters(paramLabel = "ID", description = "The key's id, as list shows it.")
        private String id = "";

        @Override
        public Integer call() throws IOException, InterruptedException {
            if (!id.matches("[0-9a-f]{16}")) {
                throw new UserError(
                        "Expected the id of a key (16 hexadecimal digits, as ./rushes keys list shows them), but got something else.");
            }
            JsonNode key = client().send("DELETE", API + "/" + id, "");
            System.out.println("Key " + id + " is " + key.path("state").asString());
            return 0;
        }
    }
}
