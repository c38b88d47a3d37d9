package dev.rushes.media.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FilePartStoreContractTest extends PartStoreContract {
    @TempDir
    Path folder;

    @Override
    protected PartStore anotherProcess() {
        return new FilePartStore(folder);
    }

    @Override
    protected ObjectStore objects() {
        return new FileObjectStore(folder);
    }

    @Override
    protected void assertNothingUnfinished(PartedObject object) {
        assertThat(folder.resolve(".parts").resolve(object.id().toString())).doesNotExist();
        assertThat(folder.resolve(".unfinished")).isEmptyDirectory();
    }
}
