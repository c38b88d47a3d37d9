package dev.rushes.ingest.api;

import dev.rushes.ingest.domain.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** The page that the {@code type} of a problem document leads to: what each code means, and what to do. */
@RestController
final class ProblemsController {
    private static final Duration KEPT = Duration.ofHours(1);
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>Problems · Rushes</title>
              <link rel="icon" href="icon.svg" type="image/svg+xml">
              <link rel="stylesheet" href="app.css">
            </head>
            <body>
              <header class="top">
                <h1><img src="icon.svg" alt="" width="28" height="28"> Problems</h1>
                <p>What each code means, and what to do.</p>
              </header>
              <main>
            %s
              </main>
            </body>
            </html>
            """;

    private final String page = PAGE.formatted(ProblemGuide.all().chapters().stream()
            .map(ProblemsController::chapter)
            .collect(Collectors.joining("\n")));

    @GetMapping(ProblemType.PAGE)
    ResponseEntity<String> problems() {
        return ResponseEntity.ok()
                .contentType(HTML)
                .cacheControl(CacheControl.maxAge(KEPT))
                .body(page);
    }

    private static String chapter(ProblemGuide.Chapter chapter) {
        String entries =
                chapter.entries().stream().map(ProblemsController::entry).collect(Collectors.joining("\n"));
        return """
                <section class="card problems">
                  <h2>%s</h2>
                  <dl>
                %s
                  </dl>
                </section>""".formatted(HtmlUtils.htmlEscape(chapter.title()), entries);
    }

    private static String entry(ProblemGuide.Entry entry) {
        return "    <dt id=\"%s\"><code>%s</code></dt><dd>%s<br>%s</dd>"
                .formatted(
                        ProblemType.anchor(entry.code()),
                        entry.code(),
                        HtmlUtils.htmlEscape(entry.meaning()),
                        HtmlUtils.htmlEscape(entry.remedy()));
    }
}
