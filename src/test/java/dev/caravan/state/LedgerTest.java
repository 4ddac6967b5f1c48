package dev.caravan.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on disk is read again, also what a program wrote that did not know when it had looked last. */
class LedgerTest {

    // As it was written before there was "looked", with the checksum of then.
    private static final String BEFORE = """
        {
          "crc32c" : 2748181169,
          "checkpoint" : {
            "version" : 1,
            "source" : "nginx",
            "created" : 1795618324561,
            "sequence" : 1,
            "nextId" : 2,
            "sealed" : [ {
              "file" : "000001~1795618325001~log~nginx.part",
              "key" : "nginx/2026/11/25/20261125T145205Z_vm_nabv6y-000001.log.gz"
            } ],
            "files" : [ {
              "id" : 1,
              "path" : "/var/log/nginx/access.log",
              "device" : 65024,
              "inode" : 2180652,
              "headLength" : 6,
              "headHash" : "5891b5b522d5df086d0ff0b110fbd9d2",
              "offset" : 6,
              "beforeLength" : 6,
              "beforeHash" : "5891b5b522d5df086d0ff0b110fbd9d2"
            } ]
          }
        }""";

    @TempDir
    Path directory;

    @Test
    void aCheckpointOfBeforeIsStillGood() throws IOException {
        try (StateDirectory state = StateDirectory.open(directory.resolve("state"))) {
            Files.createDirectories(state.source("nginx"));
            Files.writeString(state.source("nginx").resolve("checkpoint.json"), BEFORE);
            Ledger ledger = new Ledger(state, "nginx");
            assertTrue(ledger.looks().known());
            assertEquals(6, ledger.position(1).offset());
            assertEquals(1795618324561L, ledger.looks().looked());
        }
    }

    @Test
    void whenItWasLookedLastIsWrittenWithTheNextChange() throws IOException {
        try (StateDirectory state = StateDirectory.open(directory.resolve("state"))) {
            Ledger ledger = new Ledger(state, "nginx");
            long later = ledger.looks().created() + 1000;
            ledger.looks().last(later);
            ledger.save();
            ledger.looks().last(later - 500);
            ledger.close();
            ledger.commit(1, List.of());
            assertEquals(later, new Ledger(state, "nginx").looks().looked());
            assertFalse(Files.exists(state.source("nginx").resolve("checkpoint.json.tmp")));
        }
    }

    @Test
    void aFileThatIsRenamedWhileABatchIsSealedIsKnownByItsNewName() throws IOException {
        try (StateDirectory state = StateDirectory.open(directory.resolve("state"))) {
            Files.createDirectories(state.source("nginx"));
            Files.writeString(state.source("nginx").resolve("checkpoint.json"), BEFORE);
            Ledger ledger = new Ledger(state, "nginx");
            FileCheckpoint position = ledger.position(1);
            ledger.close();
            ledger.moved(position.created("/var/log/renamed.log", position.device(), position.inode()));
            ledger.commit(ledger.sequence() + 1, List.of());
            assertEquals("/var/log/renamed.log", new Ledger(state, "nginx").position(1).path());
        }
    }

    /** What was said of a file by lines that a crash throws away must not outlive them: the file would never be read. */
    @Test
    void aFileThatWasRecognizedByLinesThatAreNotSealedIsUnknownAfterACrash() throws IOException {
        try (StateDirectory state = StateDirectory.open(directory.resolve("state"))) {
            Ledger ledger = new Ledger(state, "nginx");
            FileCheckpoint log = FileCheckpoint.start(ledger.newId(), "/var/log/a.log", 1, 2);
            ledger.follow(log);
            ledger.stored(log.at(10, 0, null, false));
            FileCheckpoint copy = FileCheckpoint.start(ledger.newId(), "/var/log/a.log.1", 1, 3).at(10, 0, null, false);
            ledger.followJudged(copy);
            assertEquals(2, ledger.positions().size());
            assertTrue(ledger.isSealed(copy.id()));
            ledger.save();
            assertEquals(List.of(log), new Ledger(state, "nginx").positions());
            // A failure leads back to where it began, too.
            ledger.stored(copy.at(25, 0, null, false));
            assertFalse(ledger.isSealed(copy.id()));
            ledger.rollback();
            assertEquals(List.of(0L, 10L), ledger.positions().stream().map(FileCheckpoint::offset).toList());
            ledger.stored(log.at(10, 0, null, false));
            ledger.stored(copy.at(25, 0, null, false));
            ledger.close();
            ledger.commit(1, List.of());
            assertEquals(List.of(10L, 25L), new Ledger(state, "nginx").positions().stream().map(FileCheckpoint::offset).toList());
            // Everything is sealed now: the next one is known at once.
            ledger.followJudged(FileCheckpoint.start(ledger.newId(), "/var/log/a.log.2", 1, 4));
            ledger.save();
            assertEquals(3, new Ledger(state, "nginx").positions().size());
        }
    }

    /** While the lines of its original may be needed again, a copy may be the only file that has them after a crash. */
    @Test
    void aCopyIsInTheCheckpointWhenItsOriginalIsSealedSoFar() throws IOException {
        try (StateDirectory state = StateDirectory.open(directory.resolve("state"))) {
            Ledger ledger = new Ledger(state, "nginx");
            FileCheckpoint log = FileCheckpoint.start(ledger.newId(), "/var/log/a.log", 1, 2);
            ledger.follow(log);
            FileCheckpoint copy = FileCheckpoint.start(ledger.newId(), "/var/log/a.log.bak", 1, 3).at(20, 0, null, false).after(FileEvent.COPIED);
            ledger.followCopy(copy, new Original(log.id(), 20));
            FileCheckpoint copyOfCopy = FileCheckpoint.start(ledger.newId(), "/var/log/a.log.old", 1, 4).at(15, 0, null, false)
                .after(FileEvent.COPIED);
            ledger.followCopy(copyOfCopy, new Original(copy.id(), 15));
            for (int end : new int[] {10, 20}) {
                ledger.save();
                assertEquals(1, new Ledger(state, "nginx").positions().size());
                ledger.stored(log.at(end, 0, null, false));
                ledger.close();
                ledger.commit(end, List.of());
            }
            assertEquals(List.of(20L, 20L, 15L), new Ledger(state, "nginx").positions().stream().map(FileCheckpoint::offset).toList());
        }
    }

    @Test
    void aCopyThatGrowsOrWhoseOriginalIsForgottenWaitsForTheNextBatchAlone() throws IOException {
        try (StateDirectory state = StateDirectory.open(directory.resolve("state"))) {
            Ledger ledger = new Ledger(state, "nginx");
            FileCheckpoint log = FileCheckpoint.start(ledger.newId(), "/var/log/a.log", 1, 2);
            ledger.follow(log);
            FileCheckpoint grows = FileCheckpoint.start(ledger.newId(), "/var/log/a.log.bak", 1, 3).at(20, 0, null, false).after(FileEvent.COPIED);
            ledger.followCopy(grows, new Original(log.id(), 20));
            ledger.moved(grows.after(FileEvent.WRITTEN));
            FileCheckpoint left = FileCheckpoint.start(ledger.newId(), "/var/log/a.log.old", 1, 4).at(15, 0, null, false).after(FileEvent.COPIED);
            ledger.followCopy(left, new Original(grows.id() + 100, 15));
            ledger.forget(grows.id() + 100);
            ledger.close();
            ledger.commit(1, List.of());
            assertEquals(3, new Ledger(state, "nginx").positions().size());
        }
    }
}
