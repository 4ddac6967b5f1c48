package dev.caravan.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose a file in the outbox is: its source tells it, not its key, also after a restart. */
class WaitingTest {

    private static final String DNS = "zeek-dns/2026/11/27/20261127T101500Z_web1_abcdef-zeek-000001.json.gz";
    private static final String FIXED = "auth/logs/nginx-all/20261127T101500Z_web1_abcdef-nginx-all-000001.log.gz";

    @TempDir
    Path directory;
    private StateDirectory state;
    private Sources sources;

    @BeforeEach
    void open() throws IOException {
        state = StateDirectory.open(directory);
        sources = new Sources(state, new OutboxSpace(state.outbox(), 1 << 20), "web1");
        for (String name : List.of("auth", "nginx", "nginx-all", "zeek", "zeek-conn")) {
            sources.get(name);
        }
    }

    @AfterEach
    void close() throws IOException {
        state.close();
    }

    private void restart() throws IOException {
        close();
        open();
    }

    private void seal(String source, long number, String... keys) throws IOException {
        List<Checkpoint.Part> parts = new java.util.ArrayList<>();
        for (String key : keys) {
            parts.add(new Checkpoint.Part(number + "~1~log~x.part", key, "s3://logs"));
            Files.createDirectories(state.outbox().resolve(key).getParent());
            Files.writeString(state.outbox().resolve(key), "line\n");
        }
        Ledger ledger = sources.get(source).ledger();
        ledger.close();
        ledger.commit(number, parts);
    }

    private String owner(String key) {
        Source source = sources.ofKey(key);
        return source == null ? null : source.name();
    }

    @Test
    void theSourceIsRememberedWhateverTheKeyLooksLike() throws IOException {
        seal("zeek", 1, DNS, "zeek-conn/1_zeek-000001.json.gz");
        seal("zeek", 2, "zeek-ssl/2_000002.json.gz");
        seal("nginx-all", 1, FIXED);
        for (int i = 0; i < 3; i++) {
            assertEquals("zeek", owner(DNS));
            assertEquals("zeek", owner("zeek-conn/1_zeek-000001.json.gz"));
            assertEquals("zeek", owner("zeek-ssl/2_000002.json.gz"));
            assertEquals("nginx-all", owner(FIXED));
            restart();
        }
    }

    @Test
    void itIsForgottenWhenTheFileHasLeftTheOutbox() throws IOException {
        seal("zeek", 1, DNS);
        Files.delete(state.outbox().resolve(DNS));
        sources.left(DNS);
        assertNull(sources.get("zeek").ledger().waiting().get(DNS));
        seal("zeek", 2, "zeek-ssl/2.json");
        assertFalse(text("zeek").contains("zeek-dns"), text("zeek"));
        // Also one that someone deleted.
        Files.delete(state.outbox().resolve("zeek-ssl/2.json"));
        restart();
        assertNull(sources.get("zeek").ledger().waiting().get("zeek-ssl/2.json"));
    }

    @Test
    void aBatchWithoutLinesDoesNotBringItBack() throws IOException {
        seal("zeek", 1, DNS);
        sources.left(DNS);
        Ledger ledger = sources.get("zeek").ledger();
        ledger.close();
        ledger.commit(ledger.sequence(), ledger.sealedParts());
        assertNull(ledger.waiting().get(DNS));
    }

    @Test
    void aNewKeyIsKnownAlsoAfterACrashBeforeOrAfterTheFileHasIt() throws IOException {
        seal("zeek", 1, DNS);
        seal("zeek", 2, "zeek-ssl/2.json");
        String fresh = "zeek-dns/fresh.json.gz";
        sources.get("zeek").ledger().renames(DNS, fresh);
        assertTrue(text("zeek").contains(fresh) && text("zeek").contains(DNS));
        restart();
        assertEquals("zeek", owner(DNS));
        assertNull(sources.get("zeek").ledger().waiting().get(fresh));
        sources.get("zeek").ledger().renames(DNS, fresh);
        Files.move(state.outbox().resolve(DNS), state.outbox().resolve(fresh));
        restart();
        assertEquals("zeek", owner(fresh));
        assertNull(sources.get("zeek").ledger().waiting().get(DNS));
    }

    @Test
    void whatIsNotRememberedIsGuessedByItsKey() throws IOException {
        assertEquals("nginx", owner("nginx/by-hand.log"));
        assertEquals("zeek-conn", owner("old/zeek-conn/by-hand.log"));
        assertNull(owner("zeek-dns/by-hand.log"));
        sources.get("nginx").ledger().renames("nginx/by-hand.log", "nginx/fresh.log");
        assertFalse(text("nginx").contains("fresh.log"));
    }

    @Test
    void soManyAreRememberedAndNotMore() throws IOException {
        Ledger ledger = sources.get("zeek").ledger();
        for (int i = 0; i < Waiting.MOST / 100 + 1; i++) {
            List<Checkpoint.Part> parts = new java.util.ArrayList<>();
            for (int j = 0; j < 100; j++) {
                parts.add(new Checkpoint.Part("x", "zeek-dns/" + i + "-" + j, null));
            }
            ledger.waiting().come(parts);
        }
        assertNull(ledger.waiting().get("zeek-dns/0-99"));
        assertNotNull(ledger.waiting().get("zeek-dns/1-0"));
        assertEquals(Waiting.MOST, ledger.waiting().without(List.of()).size());
    }

    private String text(String source) throws IOException {
        return Files.readString(state.source(source).resolve("checkpoint.json"));
    }
}
