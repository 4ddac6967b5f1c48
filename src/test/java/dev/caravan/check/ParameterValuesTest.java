package dev.caravan.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.dryrun.RouteTrial;
import dev.caravan.dryrun.TrialException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong value of a Kamelet's parameter is found without a start, as a start finds it: {@code caravan check}, {@code parse} and {@code test}. */
class ParameterValuesTest {

    @TempDir
    Path directory;

    /** What is wrong with a route whose source, or sink, has this parameter; empty if nothing is. */
    private String mistake(String source, String parameter, String sink) throws IOException {
        Path file = Files.writeString(directory.resolve("my.yaml"), """
            - route:
                id: my
                from:
                  uri: kamelet:%s
                  parameters:
                    source: my
            %s
                    %s
                  steps:
                    - to: kamelet:s3-batch-sink?source=my%s
            """.formatted(source, source.startsWith("command") ? "        command: cat /etc/hosts"
            : source.startsWith("journal") ? "" : "        directory: /var/log\n        fileName: my.log", parameter, sink));
        try (RouteTrial trial = new RouteTrial(file, Map.of())) {
            return "";
        } catch (TrialException e) {
            return e.getMessage().replace(directory + "/", "");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        log-tail-source | pollInterval: 0         | my.yaml, line 9: pollInterval is "0": it must be at least 10ms
        log-tail-source | pollInterval: -1        | my.yaml, line 9: pollInterval is "-1": it must be a duration, like 60s or 500ms
        log-tail-source | pollInterval: soon      | my.yaml, line 9: pollInterval is "soon": it must be a duration, like 60s or 500ms
        log-tail-source | maxLineBytes: 0         | my.yaml, line 9: maxLineBytes is "0": it must be at least 1KiB
        log-tail-source | maxUnpackedBytes: 0     | my.yaml, line 9: maxUnpackedBytes is "0": it must be at least 1B
        log-tail-source | maxOpenFiles: 0         | my.yaml, line 9: maxOpenFiles is "0": it must be a number of 1 to 999999
        log-tail-source | maxOpenFiles: many      | my.yaml, line 9: maxOpenFiles is "many": it must be a number of 1 to 999999
        log-tail-source | followLinks: maybe      | my.yaml, line 9: followLinks is "maybe": it must be true or false
        log-tail-source | rotatedWait: never      | my.yaml, line 9: rotatedWait is "never": it must be a duration, like 60s or 500ms
        log-tail-source | multilineWait: never    | my.yaml, line 9: multilineWait is "never": it must be a duration, like 60s or 500ms
        log-tail-source | multilineStart: (         | my.yaml, line 9: multilineStart is no regular expression: Unclosed group near index 1
        log-tail-source | auditFormat: yes        | my.yaml, line 9: auditFormat is yes: it must be events, json or raw
        log-tail-source | start: middle           | my.yaml, line 9: start of source my is "middle": it must be beginning or end
        command-source  | interval: 0             | my.yaml, line 8: interval is "0": it must be at least 100ms
        command-source  | runTimeout: 0           | my.yaml, line 8: runTimeout is "0": it must be at least 100ms
        command-source  | exitValues: none        | my.yaml, line 8: exitValues is "none": it must be numbers with commas between them, such as 0,1
        command-source  | maxBytes: all           | my.yaml, line 8: maxBytes is "all": it must be a size, like 8MiB or 8388608
        journal-source  | pollInterval: 0         | my.yaml, line 8: pollInterval is "0": it must be at least 10ms
        journal-source  | maxLineBytes: 0         | my.yaml, line 8: maxLineBytes is "0": it must be at least 1KiB
        """)
    void aWrongValueOfASourceIsFound(String source, String parameter, String mistake) throws IOException {
        assertEquals(mistake, mistake(source, parameter, ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        interval=0      | interval of s3-batch-sink is "0": it must be at least 100ms
        interval=soon   | interval of s3-batch-sink is "soon": it must be a duration, like 60s or 500ms
        extension=a-b   | extension of s3-batch-sink is "a-b": it must be letters and digits, with dots between them
        """)
    void soIsOneOfTheSink(String parameter, String mistake) throws IOException {
        String found = mistake("command-source", "", "&" + parameter);
        assertTrue(found.startsWith("my.yaml") && found.endsWith(": " + mistake), found);
    }

    @Test
    void rightValuesAreAccepted() throws IOException {
        assertEquals("", mistake("log-tail-source", "maxOpenFiles: 1", "&interval=5m&extension=log.txt"));
        assertEquals("", mistake("command-source", "exitValues: \"0, 1\"", ""));
    }

    @Test
    void aParameterThatCamelsEndpointWouldTakeForItselfIsRefused() throws IOException {
        String found = mistake("command-source", "timeout: 5s", "");
        assertTrue(found.startsWith("my.yaml, line 8: command-source has no parameter timeout; "), found);
        assertTrue(found.contains("runTimeout"), found);
    }
}
