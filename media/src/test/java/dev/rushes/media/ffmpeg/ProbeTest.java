package dev.rushes.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rushes.media.testkit.Clip;
import dev.rushes.media.testkit.Clip.Truth;
import dev.rushes.media.testkit.Footage;
import dev.rushes.media.testkit.MediaFixture;
import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.runtime.stage.FailureCode;
import dev.rushes.runtime.stage.FailureKind;
import dev.rushes.runtime.stage.StageFailure;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    static Path folder;

    static MediaFixture media;
    static Footage footage;

    @BeforeAll
    static void openFixture() {
        media = new MediaFixture(folder);
        footage = media.footage();
    }

    @Test
    void findsTheTracksAndTheirShape() {
        MediaInfo info = probe(footage.shots().file());

        assertThat(info.container()).contains("mp4");
        assertThat(info.claimedDuration()).contains(Rational.of(12, 1));
        assertThat(info.video()).hasValueSatisfying(video -> {
            assertThat(video.codec()).isEqualTo("h264");
            assertThat(video.frameRate()).isEqualTo(Rational.of(25, 1));
            assertThat(video.pixelAspect()).isEqualTo(Rational.of(1, 1));
            assertThat(video.pixelFormat()).isEqualTo("yuv420p");
        });
        assertThat(info.audio()).hasValueSatisfying(audio -> {
            assertThat(audio.codec()).isEqualTo("aac");
            assertThat(audio.channels()).isEqualTo(1);
            assertThat(audio.sampleRate()).isEqualTo(48000);
        });
        assertThat(info.warnings()).isEmpty();
    }

    @Test
    void turnsAPhonesPictureClockwise() {
        MediaInfo info = probe(footage.rotated().file());

        assertThat(info.video()).hasValueSatisfying(video -> {
            assertThat(video.rotation()).isEqualTo(90);
            assertThat(video.displayWidth()).isEqualTo(180);
            assertThat(video.displayHeight()).isEqualTo(320);
        });
    }

    @Test
    void takesTheLargestOfSeveralVideoTracksAndSaysSo() {
        Clip clip = footage.make(
                "two-tracks.mp4",
                "video/mp4",
                plain(2),
                "testsrc2=s=160x90:r=25:d=2[x];testsrc2=s=320x180:r=25:d=2[v];sine=d=2[a];sine=f=900:d=2[b]",
                "-map [x] -map [b] -c:v libx264 -preset ultrafast -c:a aac -disposition:v default -disposition:a default");

        MediaInfo info = probe(clip.file());

        assertThat(info.video())
                .hasValueSatisfying(video -> assertThat(video.width()).isEqualTo(320));
        assertThat(info.warnings()).hasSize(2).allMatch(warning -> warning.startsWith("There are 2 "));
    }

    @Test
    void doesNotTakeCoverArtForVideo() {
        Clip clip = footage.make(
                "cover.mp3",
                "audio/mpeg",
                plain(2),
                "sine=f=440:d=2[a];testsrc2=s=64x64:r=1:d=1[v]",
                "-c:a libmp3lame -c:v png -frames:v 1 -disposition:v attached_pic");

        MediaInfo info = probe(clip.file());

        assertThat(info.video()).isEmpty();
        assertThat(info.audio()).isPresent();
    }

    @Test
    void warnsWhenTheHeaderDoesNotSayHowLongItIs() {
        MediaInfo info = probe(footage.webmWithoutDuration().file());

        assertThat(info.claimedDuration()).isEmpty();
        assertThat(info.warnings()).containsExactly("The file does not say how long it is.");
    }

    @Test
    void ignoresALengthThatTheBytesCanNotHold() throws IOException {
        byte[] bytes = Files.readAllBytes(footage.webmWithoutDuration().file());
        Path liar = write("liar.webm", withMatroskaDuration(bytes, 63_072_001_000.0));

        MediaInfo info = probe(liar);

        assertThat(info.claimedDuration()).isEmpty();
        assertThat(info.warnings()).anyMatch(warning -> warning.startsWith("The file claims to be 6307200"));
    }

    @Test
    void saysThatACutOffFileIsCutOff() throws IOException {
        byte[] whole = Files.readAllBytes(footage.shotsIndexFirst().file());
        Path half = write("half.mp4", Arrays.copyOf(whole, whole.length / 2));

        MediaInfo info = probe(half);

        assertThat(info.video()).isPresent();
        assertThat(info.warnings()).anyMatch(warning -> warning.contains("cut off"));
    }

    @Test
    void refusesAFileWhoseIndexWasCutOff() throws IOException {
        byte[] whole = Files.readAllBytes(footage.shots().file());
        Path half = write("no-index.mp4", Arrays.copyOf(whole, whole.length / 2));

        assertThat(refusal(half)).isEqualTo(MediaFailure.MEDIA_NOT_RECOGNIZED);
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        assertThat(refusal(write("empty.mp4", new byte[0]))).isEqualTo(MediaFailure.MEDIA_EMPTY);
    }

    @Test
    void refusesEncryptedMedia() throws IOException {
        byte[] bytes = Files.readAllBytes(footage.videoOnly().file());
        int at = indexOf(bytes, "avc1", indexOf(bytes, "stsd", 0));
        System.arraycopy("encv".getBytes(StandardCharsets.US_ASCII), 0, bytes, at, 4);

        assertThat(refusal(write("encrypted.mp4", bytes))).isEqualTo(MediaFailure.MEDIA_ENCRYPTED);
    }

    @Test
    void refusesMediaOfWhichNothingDecodes() throws IOException {
        byte[] bytes = Files.readAllBytes(footage.videoOnly().file());
        int data = indexOf(bytes, "mdat", 0) + 4;
        int end = indexOf(bytes, "moov", 0) - 4;
        byte[] noise = new byte[end - data];
        new Random(42).nextBytes(noise);
        System.arraycopy(noise, 0, bytes, data, noise.length);

        assertThat(refusal(write("noise.mp4", bytes))).isEqualTo(MediaFailure.MEDIA_NOT_DECODABLE);
    }

    @Test
    void leavesOutATrackOfWhichNothingDecodes() throws IOException {
        // Audio lies behind the video of each fragment, so damage the header of the audio's codec instead of its data.
        Clip clip = footage.make(
                "vorbis.mkv",
                "video/x-matroska",
                plain(2),
                "testsrc2=s=160x90:r=25:d=2[v];sine=f=440:d=2[a]",
                "-c:v libx264 -preset ultrafast -c:a flac");
        byte[] bytes = Files.readAllBytes(clip.file());
        int codec = indexOf(bytes, "A_FLAC", 0);
        System.arraycopy("A_NONE".getBytes(StandardCharsets.US_ASCII), 0, bytes, codec, 6);

        MediaInfo info = probe(write("unknown-audio.mkv", bytes));

        assertThat(info.video()).isPresent();
        assertThat(info.audio()).isEmpty();
        assertThat(info.warnings()).anyMatch(warning -> warning.contains("left out"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html><html><body>hello</body></html>",
                "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"></MPD>",
                "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
                "%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n1 0 obj",
                "PK\u0003\u0004\u0014\u0000\u0000\u0000",
                "just some words, nothing else",
                "#EXTM3U\n#EXT-X-ENDLIST\n",
                "ffconcat version 1.0\nfile other.mp4\n",
                "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nm=video 5004 RTP/AVP 96\r\n",
                "\ufeff  #EXTM3U\n",
                "{\"not\": \"media\"}"
            })
    void tellsPeopleWhatTheySentInsteadOfMedia(String content) throws IOException {
        Path file = write("holiday.mp4", content.getBytes(StandardCharsets.UTF_8));
        long before = media.ffprobeStarts();

        assertThat(refusal(file)).isEqualTo(MediaFailure.MEDIA_NOT_RECOGNIZED);
        assertThat(media.ffprobeStarts()).isEqualTo(before);
    }

    /** Past the look at the first bytes, ffmpeg itself must refuse to open lists of other files. */
    @ParameterizedTest
    @ValueSource(strings = {"%s", "#EXTM3U\n#EXTINF:10,\n%s\n#EXT-X-ENDLIST\n", "ffconcat version 1.0\nfile '%s'\n"})
    void neverOpensAnotherFileOrAddress(String list) throws IOException {
        Path secret = footage.audioOnly().file();
        Path sibling = write("canary.m4a", Files.readAllBytes(secret));
        try (ServerSocket listener = new ServerSocket(0)) {
            for (String target : List.of(
                    secret.toString(),
                    "file:" + secret,
                    sibling.getFileName().toString(),
                    "http://127.0.0.1:" + listener.getLocalPort() + "/canary.m4a")) {
                Path playlist = write("holiday.mp4", list.formatted(target).getBytes(StandardCharsets.UTF_8));
                List<String> arguments = new ArrayList<>(media.ffmpeg().input(playlist));
                arguments.addAll(List.of("-map", "0", "-f", "null", "-"));

                StageFailure failure = catchThrowableOfType(StageFailure.class, () -> media.ffmpeg()
                        .run(new ToolRun(arguments, folder, MediaFixture.LIMITS), progress -> {})
                        .block(PATIENCE));

                assertThat(failure).isNotNull();
                assertThat(failure.failure().code().kind()).isEqualTo(FailureKind.INPUT);
                assertThat(failure.getMessage()).doesNotContain(folder.toString());
            }
            listener.setSoTimeout(1);
            assertThat(catchThrowableOfType(java.net.SocketTimeoutException.class, listener::accept))
                    .as("nobody called")
                    .isNotNull();
        }
    }

    @Test
    void refusesGiantPicturesBeforeTheyTakeMemory() throws IOException {
        Path small = produce("small.gif", List.of("-map", "0:v", "-frames:v", "2"));
        byte[] bytes = Files.readAllBytes(small);
        // Width and height of the screen, as little-endian shorts: 16000 x 16000.
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(6, (short) 16000)
                .putShort(8, (short) 16000);

        assertThat(refusal(write("giant.gif", bytes))).isEqualTo(MediaFailure.MEDIA_OVER_LIMIT);
    }

    @Test
    void refusesFilesWithHundredsOfTracks() {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            arguments.addAll(List.of("-map", "0:a"));
        }
        arguments.addAll(List.of("-c", "copy", "-t", "0.1"));

        assertThat(refusal(produce("tracks.mkv", arguments))).isEqualTo(MediaFailure.MEDIA_OVER_LIMIT);
    }

    @Test
    void answersAnyDamageWithARefusalOrAnInfo() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] whole = Files.readAllBytes(footage.audioOnly().file());
        for (int i = 0; i < 12; i++) {
            byte[] damaged = whole.clone();
            for (int hit = 0; hit < 40; hit++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Path file = write("damaged.mp4", damaged);

            Optional<StageFailure> failure = tryProbe(file);

            failure.ifPresent(refused -> assertThat(refused.failure().code().kind())
                    .as("seed %d, round %s: %s", seed, damaged.length, refused)
                    .isEqualTo(FailureKind.INPUT));
        }
    }

    private static Optional<StageFailure> tryProbe(Path file) {
        try {
            assertThat(probe(file).audio()).isPresent();
            return Optional.empty();
        } catch (StageFailure refused) {
            return Optional.of(refused);
        }
    }

    private static MediaInfo probe(Path file) {
        return media.probe().probe(file).blockOptional(PATIENCE).orElseThrow();
    }

    private static FailureCode refusal(Path file) {
        StageFailure failure = catchThrowableOfType(StageFailure.class, () -> probe(file));
        assertThat(failure).as("a refusal of " + file).isNotNull();
        assertThat(failure.failure().message()).startsWith("Expected ").doesNotContain(folder.toString());
        assertThat(failure.failure().code().kind()).isEqualTo(FailureKind.INPUT);
        return failure.failure().code();
    }

    private static Path produce(String name, List<String> arguments) {
        List<String> all = new ArrayList<>(media.ffmpeg().input(footage.shots().file()));
        all.addAll(arguments);
        all.add(name);
        var report = media.ffmpeg()
                .run(new ToolRun("make " + name, all, folder, MediaFixture.LIMITS), progress -> {})
                .block(PATIENCE);
        return folder.resolve(name);
    }

    private static Path write(String name, byte[] bytes) throws IOException {
        return Files.write(Files.createDirectories(folder.resolve("sent")).resolve(name), bytes);
    }

    private static int indexOf(byte[] bytes, String text, int from) {
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text, from);
        assertThat(at).as(text).isNotNegative();
        return at;
    }

    /** Puts a Duration element (0x4489, 8 bytes) in the place of the muxer's name, which is long enough. */
    private static byte[] withMatroskaDuration(byte[] bytes, double millis) {
        byte[] changed = bytes.clone();
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\u004d\u0080");
        int length = bytes[at + 2] & 0x7f;
        assertThat(length).isGreaterThanOrEqualTo(3);
        // The writer's name follows at once: 0x5741. Both together have room for the duration and a filler (0xec).
        int next = at + 3 + length;
        int total = 3 + length + 3 + (bytes[next + 2] & 0x7f);
        ByteBuffer buffer = ByteBuffer.wrap(changed, at, total);
        buffer.put((byte) 0x44).put((byte) 0x89).put((byte) 0x88).putDouble(millis);
        buffer.put((byte) 0xec).put((byte) (0x80 | (total - 13)));
        return changed;
    }

    private static Truth plain(int seconds) {
        return new Truth(
                Rational.of(seconds, 1),
                seconds * 25,
                Rational.of(25, 1),
                320,
                180,
                0,
                true,
                true,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
    }
}
