package dev.rushes.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.rushes.gemini.fake.FakeGemini;
import dev.rushes.gemini.fake.FakeSettings;
import dev.rushes.media.testkit.MediaFixture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.chromium.ChromiumNetworkConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** What people do with the page, in a real browser. Pictures of what they see are left in {@code target/screens}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserIT {
    private static final Duration MINUTES = Duration.ofMinutes(3);
    private static final Dimension DESKTOP = new Dimension(1280, 1400);
    private static final Dimension PHONE = new Dimension(390, 1400);
    private static final int SLOW_LINE = 1_500_000;

    @TempDir
    private static Path folder = Path.of("");

    private Path data = Path.of("");
    private Path sample = Path.of("");
    private int port;
    private FakeGemini fake;
    private RushesProcess rushes;
    private ChromeDriver browser;
    private ChromeOptions options = new ChromeOptions();

    @BeforeAll
    void start() throws Exception {
        Optional<Path> chromium = installed("RUSHES_CHROMIUM", "/usr/bin/chromium", "/usr/bin/google-chrome");
        Optional<Path> driver = installed("RUSHES_CHROMEDRIVER", "/usr/bin/chromedriver");
        if (chromium.isEmpty() || driver.isEmpty()) {
            skip(
                    "SKIPPED: the tests of the page need Chromium and its driver (Debian: apt-get install chromium chromium-driver)");
        }
        System.setProperty("webdriver.chrome.driver", driver.orElseThrow().toString());
        data = folder.resolve("data");
        sample = SampleFootage.make(new MediaFixture(folder).ffmpeg(), data, Terminal.ofSystem());
        port = FreePort.find();
        fake = FakeGemini.start(FakeSettings.with(Clock.systemUTC()).withStudio(new FakeFilm()), 0);
        rushes = RushesProcess.up(
                data, port, Map.of("GEMINI_API_KEY", FakeSettings.KEY, "RUSHES_GEMINI_BASE_URL", fake.address()));
        options(chromium.orElseThrow());
    }

    private static Optional<Path> installed(String variable, String... usual) {
        List<String> named = System.getenv(variable) == null ? List.of(usual) : List.of(System.getenv(variable));
        return named.stream().map(Path::of).filter(Files::isExecutable).findFirst();
    }

    /** Where everything is installed first, nothing may be left out. */
    private static void skip(String why) {
        System.out.println(why);
        assertThat(System.getenv("CI")).as(why).isNull();
        abort(why);
    }

    private void options(Path chromium) {
        options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--autoplay-policy=no-user-gesture-required");
    }

    @BeforeEach
    void open() {
        browser = new ChromeDriver(ChromeDriverService.createDefaultService(), options);
        browser.manage().window().setSize(DESKTOP);
        browser.get(address());
        until("the desk is open", () -> browser.findElement(By.id("desk")).isDisplayed());
    }

    @AfterEach
    void closeBrowser() {
        browser.quit();
    }

    @AfterAll
    void stop() throws Exception {
        if (rushes != null) {
            rushes.close();
        }
        if (fake != null) {
            fake.close();
        }
    }

    @Test
    void aPersonSendsFootageSeesItsStagesAndPlaysTheFilm() throws Exception {
        browser.executeScript(
                "document.getElementById('duration').value = '10s'; document.getElementById('height').value = '480'");

        choose(sample);

        until(
                "all five stages are told",
                () -> browser.findElements(By.cssSelector("#stages li")).size() == 5);
        picture("working");
        awaitState("Ready");
        until("the film can be played", () -> seconds() > 5);
        browser.executeScript(
                "document.querySelector('video').muted = true; return document.querySelector('video').play()");
        until("the film plays", () -> number("return document.querySelector('video').currentTime") > 0.3);
        assertThat(browser.findElement(By.cssSelector("#recent li .badge")).getText())
                .isEqualTo("Ready");
        assertThat(status(String.valueOf(
                        browser.findElement(By.linkText("Download")).getDomProperty("href"))))
                .isEqualTo(200);
        assertThat(text("expires")).startsWith("Footage and films are kept until ");
        picture("ready");
        browser.navigate().refresh();
        awaitState("Ready");
    }

    @Test
    void anUploadGoesOnWhenTheServerIsKilledAndStartedAgain() throws Exception {
        slow();
        choose(sample);
        until("a part has arrived", () -> uploaded() >= 20);
        rushes.killHard();
        until("the page says that it goes on", () -> text("upload-text").contains("goes on by itself"));
        picture("server-away");
        browser.deleteNetworkConditions();
        rushes = RushesProcess.up(data, port, Map.of());

        until("it goes on", () -> !text("upload-text").contains("goes on by itself"));
        awaitState("Ready");
        assertThat(begun()).as("uploads that were begun").isEqualTo(1);
    }

    @Test
    void aPageThatIsLoadedAgainGoesOnWithTheSameFile() throws Exception {
        slow();
        choose(sample);
        until("a part has arrived", () -> uploaded() >= 30);
        browser.executeScript(
                "window.onbeforeunload = null; addEventListener('beforeunload', event => event.stopImmediatePropagation(), true)");
        browser.navigate().refresh();
        until("the page tells of it", () -> text("unfinished").contains("broke off"));
        picture("unfinished");
        browser.deleteNetworkConditions();

        choose(sample);

        awaitState("Ready");
        assertThat(begun()).as("uploads that were begun anew").isZero();
        assertThat(browser.findElement(By.id("unfinished")).isDisplayed()).isFalse();
    }

    @Test
    void aFileThatIsNoFilmIsToldInASentenceWithWhatToDo() throws Exception {
        choose(Files.writeString(folder.resolve("holiday.mp4"), "<!doctype html><title>no film</title>"));

        awaitState("Failed");

        assertThat(text("failure-message")).isNotBlank().doesNotContain("Exception");
        assertThat(text("failure-hint")).isNotBlank();
        picture("failed");
    }

    @Test
    void aJobThatIsCancelledSaysSoAtOnce() throws Exception {
        choose(sample);
        until(
                "it has a job",
                () -> browser.findElements(By.cssSelector("#stages li")).size() == 5);

        browser.findElement(By.id("cancel")).click();

        awaitState("Cancelled");
        assertThat(browser.findElement(By.id("retry")).isDisplayed()).isTrue();
        picture("cancelled");
    }

    @Test
    void anAddressThatMayNotBeFetchedIsToldInASentence() throws Exception {
        browser.findElement(By.id("address")).sendKeys("http://127.0.0.1:" + port + "/holiday.mp4");
        browser.findElement(By.cssSelector(".address button")).click();

        until(
                "the page says why",
                () -> !text("notice").isBlank() || text("state").equals("Failed"));
        assertThat(text("notice") + text("failure-message")).isNotBlank().doesNotContain("Exception");
        picture("address");
    }

    @Test
    void wordsBecomeAFilmThatPlays() throws Exception {
        browser.findElement(By.id("prompt")).sendKeys("A red kite over dunes");
        browser.findElement(By.id("make")).click();

        awaitState("Ready");
        assertThat(text("job-title")).contains("A red kite over dunes");
        until("the film is there", () -> seconds() > 7);
        assertThat(browser.findElements(By.cssSelector("#stages li"))).hasSize(3);
        picture("words");
    }

    private String address() {
        return "http://127.0.0.1:" + port + "/";
    }

    private void choose(Path file) {
        browser.findElement(By.id("file")).sendKeys(file.toAbsolutePath().toString());
    }

    private void slow() {
        ChromiumNetworkConditions line = new ChromiumNetworkConditions();
        line.setOffline(false);
        line.setLatency(Duration.ofMillis(5));
        line.setDownloadThroughput(-1);
        line.setUploadThroughput(SLOW_LINE);
        browser.setNetworkConditions(line);
    }

    private void awaitState(String state) {
        until("the job is " + state, () -> text("state").equals(state));
    }

    private double uploaded() {
        return number("return document.getElementById('upload-bar').value");
    }

    /** Uploads that the page has begun since it was loaded. */
    private double begun() {
        return number("return performance.getEntriesByType('resource')"
                + ".filter(its => new URL(its.name).pathname === '/api/v1/files').length");
    }

    private double seconds() {
        return number("return document.querySelector('video')?.duration || 0");
    }

    private double number(String script) {
        return browser.executeScript(script) instanceof Number number ? number.doubleValue() : 0;
    }

    private String text(String id) {
        WebElement element = browser.findElement(By.id(id));
        return element.getText();
    }

    private void until(String what, java.util.function.BooleanSupplier condition) {
        var unused = new WebDriverWait(browser, MINUTES, Duration.ofMillis(100))
                .withMessage(() -> "Expected that " + what + ", but the page shows:\n"
                        + browser.findElement(By.tagName("body")).getText())
                .until(_ -> condition.getAsBoolean());
    }

    private static int status(String address) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    /** Looks at the page as it is, on a desktop and on a phone: nothing may stick out to the side. */
    private void picture(String name) throws IOException {
        for (Dimension size : List.of(PHONE, DESKTOP)) {
            browser.manage().window().setSize(size);
            assertThat(number("return document.documentElement.scrollWidth - window.innerWidth"))
                    .as("pixels that stick out of the page '%s' at a width of %d", name, size.width)
                    .isLessThanOrEqualTo(0);
            Path screens = Files.createDirectories(Path.of("target", "screens"));
            Path unused = Files.write(
                    screens.resolve(name + "-" + size.width + ".png"), browser.getScreenshotAs(OutputType.BYTES));
        }
    }
}
