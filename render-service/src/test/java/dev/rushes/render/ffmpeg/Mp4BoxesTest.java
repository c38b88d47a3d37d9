package dev.rushes.render.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Mp4BoxesTest {
    @TempDir
    Path folder;

    @Test
    void aFilmCanStartAtOnceIfItsIndexStandsBeforeItsMedia() throws IOException {
        assertThat(boxes(box("ftyp", 4), box("moov", 10), box("mdat", 5)).indexComesFirst())
                .isTrue();
        assertThat(boxes(box("ftyp", 4), box("mdat", 5), box("moov", 10)).indexComesFirst())
                .isFalse();
        assertThat(boxes(box("ftyp", 4), box("mdat", 5)).indexComesFirst()).isFalse();
    }

    @Test
    void anEmptyMediaBoxHoldsNoMedia() throws IOException {
        assertThat(boxes(box("moov", 1), box("mdat", 0)).hasMedia()).isFalse();
        assertThat(boxes(box("moov", 1), box("mdat", 1)).hasMedia()).isTrue();
    }

    @Test
    void largeAndOpenEndedBoxesAreMeasured() throws IOException {
        byte[] large = ByteBuffer.allocate(20)
                .putInt(1)
                .put("moov".getBytes(StandardCharsets.US_ASCII))
                .putLong(20)
                .array();
        byte[] open = ByteBuffer.allocate(11)
                .putInt(0)
                .put("mdat".getBytes(StandardCharsets.US_ASCII))
                .array();

        assertThat(boxes(large, open).boxes())
                .containsExactly(new Mp4Boxes.Box("moov", 4), new Mp4Boxes.Box("mdat", 3));
    }

    @Test
    void garbageIsNotTakenForBoxes() {
        assertThatThrownBy(() -> boxes("this is not a film at all".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> boxes(new byte[] {0, 0, 0})).isInstanceOf(IOException.class);
    }

    private Mp4Boxes boxes(byte[]... parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.write(part);
        }
        return Mp4Boxes.of(Files.write(folder.resolve("boxes"), bytes.toByteArray()));
    }

    private static byte[] box(String type, int payload) {
        return ByteBuffer.allocate(8 + payload)
                .putInt(8 + payload)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .array();
    }
}
