package dev.caravan.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What others have written into a message makes neither a line nor a colour, and no secret leaves. */
class LogFormatterTest {

    private final LogFormatter formatter = new LogFormatter();

    private String format(String message, Throwable thrown) {
        LogRecord record = new LogRecord(Level.INFO, message);
        record.setThrown(thrown);
        return formatter.format(record);
    }

    private String format(String message) {
        return format(message, null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\\n|\\n", "\\r|\\r", "\\t|\\t", "\\u0000|\\x00", "\\u001b|\\x1b", "\\u007f|\\x7f", "\\u0085|\\x85", "\\u009b|\\x9b",
        "\\u2028|\\u2028", "\\u2029|\\u2029", "\\u202e|\\u202e", "\\u2066|\\u2066", "\\u200f|\\u200f", "\\u061c|\\u061c",
        "\\ufeff|\\ufeff", "\\udb40\\udc41|\\u{e0041}", "\\ud800|\\ud800"})
    void controlCharactersAreWrittenInLetters(String character, String letters) {
        String raw = "before" + unescaped(character) + "after";
        String line = format(raw);
        assertTrue(line.endsWith("before" + letters + "after\n"), line);
        assertEquals(1, line.codePoints().filter(c -> c < ' ').count());
    }

    private static String unescaped(String text) {
        return switch (text) {
            case "\\n" -> "\n";
            case "\\r" -> "\r";
            case "\\t" -> "\t";
            default -> {
                StringBuilder out = new StringBuilder();
                for (String code : text.substring(2).split("\\\\u")) {
                    out.append((char) Integer.parseInt(code, 16));
                }
                yield out.toString();
            }
        };
    }

    @Test
    void otherLettersStay() {
        String text = "nginx: följer /var/log/ü/日本語 \ud83d\ude80 c:\\new {0}";
        assertTrue(format(text).endsWith(text + "\n"));
    }

    @Test
    void stackTracesKeepTheirLinesAndForgeNone() {
        Exception cause = new java.io.IOException("refused\n2026-11-27 15:00:00 INFO    all is well\u001b[2J");
        Exception thrown = new IllegalStateException("it failed", cause);
        thrown.addSuppressed(new IllegalArgumentException("also\nforged"));
        cause.addSuppressed(thrown);
        String text = format("failed", thrown);
        assertTrue(text.contains("java.lang.IllegalStateException: it failed\n\tat " + LogFormatterTest.class.getName()), text);
        assertTrue(text.contains("Caused by: java.io.IOException: refused\\n2026-11-27 15:00:00 INFO    all is well\\x1b[2J\n"), text);
        assertTrue(text.contains("Suppressed: java.lang.IllegalArgumentException: also\\nforged\n"), text);
        assertFalse(text.lines().skip(1).anyMatch(l -> l.startsWith("2026")), text);
    }

    @Test
    void parametersArePutInOnce() {
        LogRecord record = new LogRecord(Level.INFO, "{0} says {1}");
        record.setParameters(new Object[] {"a\nb", "{0}"});
        assertTrue(formatter.format(record).endsWith("a\\nb says {0}\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Setting secretKey=MARKERMARKER on it", "camel.component.aws2-s3.secret-key = MARKERMARKER",
        "aws2-s3://b?accessKey=MARKERMARKER&region=x", "secretKey=RAW(MARKERMARKER)&x=y",
        "http-outgoing-0 >> \"Authorization: AWS4-HMAC-SHA256 Credential=MARKERMARKER/20261127, Signature=MARKERMARKER[\\r][\\n]\"",
        "x-amz-security-token:MARKERMARKER//==", "{\"SecretAccessKey\" : \"MARKERMARKER\", \"Token\": 1}",
        "<SessionToken>MARKERMARKER</SessionToken>", "GET /x?X-Amz-Signature=MARKERMARKER HTTP/1.1",
        "AWS_SECRET_ACCESS_KEY=MARKERMARKER", "x-aws-ec2-metadata-token: MARKERMARKER", "proxyPassword: MARKERMARKER"})
    void whatHasTheNameOfASecretIsHidden(String message) {
        String line = format(message, new IllegalStateException(message));
        assertFalse(line.contains("MARKER"), line);
        assertTrue(line.contains(Secrets.HIDDEN), line);
    }

    @Test
    void knownSecretsAreHiddenWhereverTheyStand() {
        Secrets.add("a/known+SECRET=1");
        Secrets.addAll(Map.of("some.secret-key", "another-known-one", "some.region", "eu-central-1", "short.password", "word"));
        String line = format("x a/known+SECRET=1 y a%2Fknown%2BSECRET%3D1 another-known-one eu-central-1 word");
        assertTrue(line.endsWith("x *** y *** *** eu-central-1 word\n"), line);
    }

    @Test
    void settingsOnTheCommandLineAreNamedAndNotTold() {
        assertEquals(List.of("camel.component.aws2-s3.secret-key", "aws.secretAccessKey"), Secrets.namesIn(List.of("java",
            "-Dcamel.component.aws2-s3.secret-key=x", "-Dcaravan.key=k", "-Daws.secretAccessKey=x", "-Dempty.password=", "-jar")));
    }

    /** A configuration of the user's own names another formatter. */
    @Test
    void anotherFormatterIsPutAroundWithItsHead() {
        Formatter own = new Formatter() {
            @Override
            public String format(LogRecord record) {
                return "<" + record.getMessage() + ">";
            }

            @Override
            public String getHead(java.util.logging.Handler handler) {
                return "head";
            }
        };
        Logger logger = Logger.getAnonymousLogger();
        StreamHandler handler = new StreamHandler(System.out, own);
        logger.addHandler(handler);
        LogFormatter.install(logger);
        LogFormatter.install(logger);
        assertEquals("<a\\nb>", handler.getFormatter().format(new LogRecord(Level.INFO, "a\nb")));
        assertEquals("head", handler.getFormatter().getHead(handler));
    }

    @Test
    void forTheJournalEachLineHasItsPriorityAndNoTime() {
        LogFormatter.use(LogForm.JOURNAL);
        try {
            assertEquals("<6>a\\nb\n", format("a\nb"));
            LogRecord error = new LogRecord(Level.SEVERE, "bad");
            error.setThrown(new IllegalStateException("worse\nend"));
            String text = formatter.format(error);
            assertTrue(text.startsWith("<3>bad\n<3>java.lang.IllegalStateException: worse\\nend\n<3>\tat "), text);
            assertTrue(text.lines().allMatch(line -> line.startsWith("<3>")), text);
            assertEquals("<4>w\n", formatter.format(new LogRecord(Level.WARNING, "w")));
            assertEquals("<7>d\n", formatter.format(new LogRecord(Level.FINE, "d")));
        } finally {
            LogFormatter.use(LogForm.TEXT);
        }
    }

    @Test
    void asJsonEachRecordIsOneObject() throws Exception {
        LogFormatter.use(LogForm.JSON);
        try {
            LogRecord record = new LogRecord(Level.WARNING, "a \"b\"\u001b\n\\");
            record.setLoggerName("caravan");
            record.setThrown(new IllegalStateException("x"));
            String line = formatter.format(record);
            assertEquals(line.length() - 1, line.indexOf('\n'));
            com.fasterxml.jackson.databind.JsonNode json = new com.fasterxml.jackson.databind.ObjectMapper().readTree(line);
            assertEquals("warning", json.get("level").asText());
            assertEquals("caravan", json.get("logger").asText());
            assertEquals("a \"b\"\\x1b\\n\\", json.get("message").asText());
            assertTrue(json.get("stack").asText().contains("IllegalStateException: x\n\tat "), line);
            assertTrue(json.get("time").asText().endsWith("Z"), line);
        } finally {
            LogFormatter.use(LogForm.TEXT);
        }
    }

    @Test
    void theFormIsThatOfTheJournalOnlyWhereStandardErrorIsIts() throws Exception {
        java.nio.file.Path stderr = java.nio.file.Path.of("/proc/self/fd/2");
        String own = java.nio.file.Files.getAttribute(stderr, "unix:dev") + ":" + java.nio.file.Files.getAttribute(stderr, "unix:ino");
        assertEquals(LogForm.JOURNAL, LogForm.of(null, own));
        assertEquals(LogForm.TEXT, LogForm.of(null, own + "1"));
        assertEquals(LogForm.TEXT, LogForm.of(null, null));
        assertEquals(LogForm.JSON, LogForm.of("json", own));
    }
}
