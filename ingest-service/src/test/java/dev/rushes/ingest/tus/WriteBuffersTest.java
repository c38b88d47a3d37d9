package dev.rushes.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class WriteBuffersTest {
    private final WriteBuffers buffers = new WriteBuffers(1);

    @Test
    void aBufferThatIsGivenBackGoesToTheNextEmpty() {
        ByteBuffer first = buffers.take(10);
        buffers.giveBack(first.put(new byte[10]).flip());

        ByteBuffer second = buffers.take(10);

        assertThat(second).isSameAs(first);
        assertThat(second.remaining()).isEqualTo(256 * 1024);
    }

    @Test
    void whileAllLargeOnesAreTakenThereAreSmallOnesOfTheHeap() {
        ByteBuffer large = buffers.take(10);

        ByteBuffer small = buffers.take(10);

        assertThat(large.isDirect()).isTrue();
        assertThat(small.isDirect()).isFalse();
        assertThat(small.remaining()).isEqualTo(64 * 1024);
    }

    @Test
    void aForgottenBufferIsNeverUsedAgainThoughAnotherTakesItsPlace() {
        ByteBuffer broken = buffers.take(10);
        buffers.forget(1);

        ByteBuffer next = buffers.take(10);

        assertThat(next.isDirect()).isTrue();
        assertThat(next).isNotSameAs(broken);
    }

    @Test
    void whatIsLargerThanLargeHasRoomToo() {
        assertThat(buffers.take(1 << 20).remaining()).isEqualTo(1 << 20);
        assertThat(buffers.take(10).isDirect()).isTrue();
    }
}
