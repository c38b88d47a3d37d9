package dev.rushes.ingest.generation;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests in one lab for the whole class, which each of them finds as new. */
public abstract class InTheGenerationLab {
    protected static GenerationLab lab;

    @BeforeAll
    static void openTheLab(@TempDir Path folder) {
        lab = new GenerationLab(folder);
    }

    @AfterAll
    static void closeTheLab() {
        lab.close();
    }

    @BeforeEach
    void forget() {
        lab.reset();
    }
}
