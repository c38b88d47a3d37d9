package dev.rushes.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** One job from the terminal: uploads, shows how far it is, and fetches what came out. */
final class JobRun {
    private static final int NAME = 8;
    private static final int LOOKS = 50;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final Terminal terminal;
    private final JobClient client;

    JobRun(Terminal terminal, JobClient client) {
        this.terminal = terminal;
        this.client = client;
    }

    /**
     * Makes the film.
     *
     * @return 0 if the result is in the folder, 1 if the job failed or was cancelled
     */
    int make(Path footage, JobWish wish, Path out) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        JsonNode job = client.upload(footage, wish);
        String path = "api/v1/jobs/" + job.path("id").asString();
        terminal.line("%s (%s) → %s, job %s"
                .formatted(
                        footage.getFileName(),
                        Sizes.of(Files.size(footage)),
                        wish.recipe(),
                        job.path("id").asString()));
        return finish(path, out.resolve(stem(footage)), wish, begin);
    }

    /**
     * Has a film made from words.
     *
     * @return 0 if the result is in the folder, 1 if the job failed or was cancelled
     */
    int make(String prompt, JobWish wish, Path out) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        JsonNode job = client.ask(prompt, wish);
        String id = job.path("id").asString();
        terminal.line("%d characters → %s, job %s".formatted(prompt.length(), wish.recipe(), id));
        return finish(
                "api/v1/jobs/" + id,
                out.resolve("prompt-" + id.substring(0, Math.min(NAME, id.length()))),
                wish,
                begin);
    }

    /** @param name where the result goes, without what its kind adds to the name */
    private int finish(String path, Path name, JobWish wish, long begin) throws IOException, InterruptedException {
        for (int look = 0; look < LOOKS && !client.isThere(path); look++) {
            Thread.sleep(BETWEEN_LOOKS);
        }
        JsonNode end = follow(path);
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (!end.path("state").asString().equals("COMPLETED")) {
            terminal.line(terminal.red("No film: ") + reason(end));
            return 1;
        }
        for (JsonNode warning : end.path("warnings")) {
            terminal.line("Note: " + warning.asString());
        }
        fetch(path, name, wish, seconds);
        return 0;
    }

    /** Follows the progress stream to its end; a stream that breaks is opened again. */
    private JsonNode follow(String path) throws IOException, InterruptedException {
        JobView view = new JobView(terminal);
        while (true) {
            try (Stream<String> lines = client.stream(path + "/events")) {
                Iterator<String> each = lines.iterator();
                while (each.hasNext()) {
                    if (each.next().startsWith("data:")) {
                        JsonNode job = client.get(path);
                        view.show(job);
                        if (isOver(job)) {
                            return job;
                        }
                    }
                }
            }
            JsonNode job = client.get(path);
            view.show(job);
            if (isOver(job)) {
                return job;
            }
        }
    }

    private static boolean isOver(JsonNode job) {
        return switch (job.path("state").asString()) {
            case "COMPLETED", "FAILED", "CANCELLED" -> true;
            default -> false;
        };
    }

    private void fetch(String path, Path name, JobWish wish, double seconds) throws IOException, InterruptedException {
        if (wish.recipe().equals("analyze")) {
            fetchDocuments(path, name, seconds);
            return;
        }
        for (JsonNode output : client.get(path + "/outputs").path("outputs")) {
            Path file = name.resolveSibling(name.getFileName() + "-" + wish.recipe() + "." + wish.format());
            client.download(output.path("href").asString(), file);
            terminal.line(terminal.green("Film: ")
                    + file
                    + "  (%.1f s, %d×%d, %s) in %.1f s"
                            .formatted(
                                    output.path("duration").asDouble(),
                                    output.path("width").asInt(),
                                    output.path("height").asInt(),
                                    Sizes.of(Files.size(file)),
                                    seconds));
        }
    }

    private void fetchDocuments(String path, Path name, double seconds) throws IOException, InterruptedException {
        for (JsonNode document : client.get(path + "/outputs").path("documents")) {
            String what = document.path("name").asString();
            Path file = name.resolveSibling(name.getFileName() + "-" + what + "."
                    + document.path("format").asString());
            client.download(document.path("download").asString(), file);
            String title = Character.toUpperCase(what.charAt(0)) + what.substring(1);
            terminal.line(terminal.green(title + ": ") + file);
        }
        terminal.line("In %.1f s.".formatted(seconds));
    }

    private static String reason(JsonNode job) {
        if (job.path("state").asString().equals("CANCELLED")) {
            return "the job was cancelled.";
        }
        JsonNode failure = job.path("failure");
        String hint = failure.path("hint").asString("");
        return failure.path("message").asString("the job failed.") + " ("
                + failure.path("code").asString("?") + ")" + (hint.isEmpty() ? "" : " " + hint);
    }

    private static String stem(Path footage) {
        String name = String.valueOf(footage.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
