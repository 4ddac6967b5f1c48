package dev.caravan.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTemplateTest {

    private static final Instant OPENED = Instant.parse("2026-11-25T09:08:07Z");

    private static String key(String template, String output, String origin) {
        return new KeyTemplate(template, "web 1", "abcdef").key(output, origin, OPENED, 42, "json.gz", 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {source}/{yyyy}/{MM}/{dd}/{timestamp}_{host}_{seq}.{ext} | nginx/2026/11/25/20261125T090807Z_web_1_abcdef-000042.json.gz
        logs/{source}/{HH}{mm}/{host}-{seq}                      | logs/nginx/0908/web_1-abcdef-000042
        {host}_{seq}.{ext}                                       | web_1_abcdef-nginx-000042.json.gz
        """)
    void aKeyIsMadeFromTheTemplate(String template, String key) {
        assertEquals(key, key(template, "nginx", "nginx"));
    }

    @ParameterizedTest
    @CsvSource({
        "nginx, nginx, nginx/web_1_abcdef-000042",
        "unparsed/nginx, nginx, unparsed/nginx/web_1_abcdef-000042",
        "other, nginx, other/web_1_abcdef-nginx-000042",
        "nginx, other, nginx/web_1_abcdef-other-000042"})
    void theNumberOfABatchSaysWhichSourceCountedItUnlessTheFolderDoes(String output, String origin, String key) {
        assertEquals(key, key("{source}/{host}_{seq}", output, origin));
    }

    @Test
    void aSourceWhoseNameBeginsWithUnparsedHasKeysOfItsOwn() {
        String template = "{host}_{seq}";
        assertNotEquals(key(template, "unparsed/nginx", "nginx"), key(template, "unparsed-nginx", "unparsed-nginx"));
    }

    @Test
    void aUuidMakesEachKeyAnother() {
        String first = key("{source}/{uuid}", "nginx", "nginx");
        assertTrue(first.matches("nginx/[0-9a-f-]{36}"), first);
        assertNotEquals(first, key("{source}/{uuid}", "nginx", "nginx"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {source}/{name}_{host}_{seq} | {name} is not known; the placeholders are [HH, MM, dd, ext, host, mm, seq, source, timestamp, uuid, yyyy]
        {source}/{host}              | it cannot give unique keys: it needs {host} and {seq}, or {uuid}
        {source}/{seq}               | it cannot give unique keys: it needs {host} and {seq}, or {uuid}
        a b/{uuid}                   | it may contain only letters, digits, placeholders and ! _ . * ' ( ) / = -
        {uuid}}                      | it may contain only letters, digits, placeholders and ! _ . * ' ( ) / = -
        /{uuid}                      | it must not start or end with /, nor contain //, . or .. as a folder
        {uuid}/                      | it must not start or end with /, nor contain //, . or .. as a folder
        a//{uuid}                    | it must not start or end with /, nor contain //, . or .. as a folder
        a/./{uuid}                   | it must not start or end with /, nor contain //, . or .. as a folder
        ./{uuid}                     | it must not start or end with /, nor contain //, . or .. as a folder
        a/../{uuid}                  | it must not start or end with /, nor contain //, . or .. as a folder
        """)
    void aTemplateThatCannotGiveValidAndUniqueKeysIsRefused(String template, String why) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> new KeyTemplate(template, "web1", "i"));
        assertEquals("caravan.key is \"" + template + "\": " + why, e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"nginx, nginx", "a b:c, a_b_c", ".hidden, _.hidden", "'', _", "a..b, a_b", "ä, _"})
    void aNameHasOnlyCharactersThatAKeyMayHave(String name, String clean) {
        assertEquals(clean, KeyTemplate.clean(name));
    }

    @Test
    void aNameIsCutAtAHundredCharacters() {
        assertEquals("x".repeat(100), KeyTemplate.clean("x".repeat(100)));
        assertEquals("x".repeat(100), KeyTemplate.clean("x".repeat(101)));
    }
}
