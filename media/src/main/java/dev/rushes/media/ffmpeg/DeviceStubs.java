package dev.rushes.media.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands in for libraries of sound cards and screens that the bundled ffmpeg names, and a server lacks. Nothing else is ever stubbed. */
final class DeviceStubs {
    /** The libraries, each with the symbol versions that libavdevice asks for. */
    private static final Map<String, List<String>> DEVICE_LIBRARIES = Map.of(
            "libpulse.so.0", List.of("PULSE_0"),
            "libasound.so.2", List.of("ALSA_0.9", "ALSA_0.9.0rc4"),
            "libxcb.so.1", List.of(),
            "libxcb-shm.so.0", List.of(),
            "libxcb-shape.so.0", List.of(),
            "libxcb-xfixes.so.0", List.of(),
            "libX11.so.6", List.of(),
            "libXext.so.6", List.of(),
            "libXv.so.1", List.of(),
            "libsndio.so.7", List.of());

    private static final Pattern MISSING =
            Pattern.compile("error while loading shared libraries: ([\\w.+-]+): cannot open shared object file");

    private DeviceStubs() {}

    /** How many libraries can be stood in for, which bounds the tries. */
    static int count() {
        return DEVICE_LIBRARIES.size();
    }

    /** The library that the dynamic linker complains about. */
    static Optional<String> missingLibrary(String complaints) {
        Matcher matcher = MISSING.matcher(complaints);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    static boolean canStandIn(String library) {
        return DEVICE_LIBRARIES.containsKey(library);
    }

    /** Writes a stand-in; another process may do the same at the same time. */
    static void write(Path folder, String library, int machine) throws IOException {
        byte[] stub = ElfStub.write(machine, library, DEVICE_LIBRARIES.getOrDefault(library, List.of()));
        Path unfinished = folder.resolve("." + library + "." + UUID.randomUUID());
        Files.write(unfinished, stub);
        Files.move(unfinished, folder.resolve(library), StandardCopyOption.ATOMIC_MOVE);
    }
}
