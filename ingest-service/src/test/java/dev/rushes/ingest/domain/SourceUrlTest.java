package dev.rushes.ingest.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceUrlTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /b                     | https://example.com:8443/b
            b                      | https://example.com:8443/x/b
            ?c=d                   | https://example.com:8443/x/a?c=d
            //other.example/b      | https://other.example/b
            https://other.example/ | https://other.example/
            file:///etc/passwd     | file:///etc/passwd
            javascript:alert(1)    | javascript:alert(1)
            ../b                   | https://example.com:8443/x/../b
            """)
    void aRedirectIsReadFromWhereItWasGiven(String location, String expected) {
        SourceUrl here = new SourceUrl("https", "example.com", 8443, "/x/a?q=/1/2", Optional.empty());

        assertThat(here.follow(location)).isEqualTo(expected);
    }
}
