package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * A checker that has never failed proves nothing: each bug is planted into a copy of its source file, compiled, and put in front of the runtime's
 * own classes; then the simulation must find it. A bug whose place has changed fails here until it is planted anew.
 */
class PlantedBugsTest {
    private static final Logger RUNTIME = (Logger) LoggerFactory.getLogger("dev.rushes.runtime");

    /** Thousands of runs would tell of tens of thousands of failures. */
    @BeforeAll
    static void beQuiet() {
        RUNTIME.setLevel(Level.OFF);
    }

    @AfterAll
    static void speakAgain() {
        RUNTIME.setLevel(null);
    }

    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "rushes", "runtime");
    private static final long SEEDS = 5_000;

    @TempDir
    Path folder;

    static Stream<PlantedBug> bugs() {
        return PlantedBug.ALL.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bugs")
    void the_simulation_finds_the_planted_bug(PlantedBug bug) throws Exception {
        compile(plant(bug));
        try (Impostors impostors = new Impostors(folder.resolve("classes"))) {
            String breach = (String) impostors
                    .loadClass("dev.rushes.runtime.kafka.SimRun")
                    .getMethod("firstBreach", long.class, long.class)
                    .invoke(null, 1L, SEEDS);
            System.out.println(bug.what() + " -> " + breach);
            assertThat(breach)
                    .as("%s: nothing found in %d seeds", bug.what(), SEEDS)
                    .isNotNull();
        }
    }

    private Path plant(PlantedBug bug) throws IOException {
        String source = Files.readString(SOURCES.resolve(bug.file()));
        assertThat(source.split(java.util.regex.Pattern.quote(bug.from()), -1))
                .as("%s: the place stands once in %s", bug.what(), bug.file())
                .hasSize(2);
        Path planted = folder.resolve(bug.file());
        Files.createDirectories(planted.getParent());
        return Files.writeString(planted, source.replace(bug.from(), bug.to()));
    }

    private void compile(Path source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        List<String> options = List.of(
                "-proc:none",
                "-nowarn",
                "-d",
                Files.createDirectories(folder.resolve("classes")).toString(),
                "-cp",
                classPath());
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            complaints, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as(complaints.toString()).isTrue();
        }
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Loads the runtime and its simulation anew, the planted classes first; everything else comes from where it always comes from. */
    private static final class Impostors extends URLClassLoader {
        Impostors(Path planted) throws IOException {
            super(urls(planted), PlantedBugsTest.class.getClassLoader());
        }

        private static URL[] urls(Path planted) throws IOException {
            List<URL> urls = new java.util.ArrayList<>();
            urls.add(planted.toUri().toURL());
            for (String entry : classPath().split(File.pathSeparator)) {
                urls.add(Path.of(entry).toUri().toURL());
            }
            return urls.toArray(URL[]::new);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("dev.rushes.runtime.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known == null ? findClass(name) : known;
            }
        }
    }
}
