package dev.rushes.media.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.FileSystemUtils;

/**
 * The ffmpeg build on the class path, unpacked into a folder named after its content. The folder appears by one rename, so that processes
 * that start together don't see half of it; whoever comes second throws its own copy away.
 */
final class BundledFfmpeg {
    private static final String PACKAGE = "org/bytedeco/ffmpeg/";

    private BundledFfmpeg() {}

    /** The folder of the unpacked build; empty if there is none for this kind of machine on the class path. */
    static Optional<Path> unpack(Path cache) throws IOException {
        Map<String, Resource> files = files();
        if (!files.containsKey("ffmpeg") || !files.containsKey("ffprobe")) {
            return Optional.empty();
        }
        Files.createDirectories(cache);
        Path folder = cache.resolve("bundled-" + fingerprint(files));
        if (!isWhole(folder, files)) {
            publish(files, cache, folder);
        }
        return Optional.of(folder);
    }

    /** ELF number of this machine. */
    static int machine() {
        return System.getProperty("os.arch").equals("aarch64") ? 183 : 62;
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64";
        return system + "-" + machine;
    }

    /** What the programs need, by name; the bridges to Java are left out. */
    private static Map<String, Resource> files() throws IOException {
        Map<String, Resource> files = new TreeMap<>();
        var resolver = new PathMatchingResourcePatternResolver(BundledFfmpeg.class.getClassLoader());
        for (String build : new String[] {"", "-gpl"}) {
            for (Resource resource : resolver.getResources("classpath*:" + PACKAGE + platform() + build + "/*")) {
                String name = resource.getFilename();
                if (name != null && !name.isEmpty() && !name.startsWith("libjni")) {
                    files.put(name, resource);
                }
            }
        }
        return files;
    }

    /** Names and sizes tell builds apart; times don't, for they change whenever the jar is packed again. */
    private static String fingerprint(Map<String, Resource> files) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Map.Entry<String, Resource> file : files.entrySet()) {
                String line = file.getKey() + " " + file.getValue().contentLength() + "\n";
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Expected SHA-256 in every Java runtime", impossible);
        }
    }

    private static boolean isWhole(Path folder, Map<String, Resource> files) throws IOException {
        for (Map.Entry<String, Resource> file : files.entrySet()) {
            Path unpacked = folder.resolve(file.getKey());
            if (!Files.isRegularFile(unpacked, LinkOption.NOFOLLOW_LINKS)
                    || Files.size(unpacked) != file.getValue().contentLength()) {
                return false;
            }
        }
        return true;
    }

    private static void publish(Map<String, Resource> files, Path cache, Path folder) throws IOException {
        Path unfinished = Files.createDirectory(cache.resolve(".unpacking-" + UUID.randomUUID()));
        try {
            for (Map.Entry<String, Resource> file : files.entrySet()) {
                Path target = unfinished.resolve(file.getKey());
                try (InputStream in = file.getValue().getInputStream()) {
                    Files.copy(in, target);
                }
                Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            if (Files.exists(folder)) {
                // Somebody damaged it: out of the way, under a name that nobody looks for.
                Files.move(folder, cache.resolve(".damaged-" + UUID.randomUUID()), StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            if (!isWhole(folder, files)) {
                throw failure;
            }
        } finally {
            FileSystemUtils.deleteRecursively(unfinished);
        }
    }
}
