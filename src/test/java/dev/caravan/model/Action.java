package dev.caravan.model;

import dev.caravan.source.file.Follower;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/** One thing that happens to a log or to its follower. */
record Action(Kind kind, int n) {

    enum Kind {
        APPEND, HALF_LINE, RENAME, DATED, COPYTRUNCATE, RENAME_GZIP, GZIP_OLD, DELETE, LATE_WRITER, POLL, IDLE, SEAL,
        MEANWHILE, INTERRUPT, FAIL, KILL, BLOCK_SIZE, RELOAD, ADMIN_COPY,
        TO_ARCHIVE, ARCHIVE_RENAMED, DAY, DOWN, SEAL_BEGINS, SEAL_ENDS, SEAL_FAILS,
        ANY_DATE, INSTANCE, INSTANCE_ROTATED, DAY_DIRECTORY, CLOCK, BANNER, FLIP, BOMB, NEIGHBOUR, NO_TEXT
    }

    /** What a neighbour did lasts while the source looks, crashes and seals, and no longer. */
    private static final Set<Kind> LASTS = EnumSet.of(Kind.POLL, Kind.IDLE, Kind.SEAL, Kind.SEAL_BEGINS, Kind.SEAL_ENDS, Kind.SEAL_FAILS,
        Kind.FAIL, Kind.KILL, Kind.BLOCK_SIZE, Kind.RELOAD);

    /** Reads what {@link #toString} writes. */
    static Action of(String text) {
        int open = text.indexOf('(');
        return new Action(Kind.valueOf(text.substring(0, open)), Integer.parseInt(text.substring(open + 1, text.length() - 1)));
    }

    void run(World world) throws IOException {
        if (!LASTS.contains(kind)) {
            world.giveBack();
        }
        Follower follower = world.follower();
        switch (kind) {
            case APPEND -> world.append(n);
            case HALF_LINE -> world.halfLine();
            case RENAME -> world.rename("access.log.1");
            case DATED -> world.rename("access.log-2026112" + n % 10 + (n > 20 ? ".log" : ""));
            case COPYTRUNCATE -> world.copytruncate();
            case RENAME_GZIP -> world.renameAndGzip();
            case GZIP_OLD -> world.gzipOld();
            case DELETE -> world.delete();
            case LATE_WRITER -> world.lateWriter(n % 5 + 1);
            case POLL -> follower.pollOnce();
            case IDLE -> follower.time.passes(n * 100L);
            case SEAL -> follower.seal();
            case SEAL_BEGINS -> follower.beginSeal();
            case SEAL_ENDS -> follower.endSeal();
            case SEAL_FAILS -> follower.failSeal();
            case MEANWHILE -> new Interruption(world).atQuestion(n);
            case INTERRUPT -> new Interruption(world).atStep(n);
            case BOMB -> world.bomb(n);
            case FAIL -> follower.failures = 1;
            case KILL -> {
                follower.kill();
                follower.start();
            }
            case BLOCK_SIZE -> {
                follower.blockBytes = 20 + n * n;
                follower.reload();
            }
            case RELOAD -> follower.reload();
            case ADMIN_COPY -> world.adminCopy(n);
            case TO_ARCHIVE -> {
                world.rename("access.2026-11-25-10-00-00.log");
                world.archive();
            }
            case ARCHIVE_RENAMED -> world.archive();
            case ANY_DATE -> world.renameToDate(n);
            case INSTANCE -> world.instance(n % 5 + 1);
            case INSTANCE_ROTATED -> world.rotateInstance();
            case DAY_DIRECTORY -> world.toDayDirectory();
            case CLOCK -> follower.time.isSet((n % 21 - 10) * 3_600_000L * (n % 3 == 0 ? 20 : 1));
            case BANNER -> world.banner(n);
            case FLIP -> world.flip();
            case NEIGHBOUR -> new Interruption(world).byNeighbour(n);
            case NO_TEXT -> world.withoutText(n);
            case DAY -> {
                // No batch stays open for longer than its interval, unless the machine sleeps.
                if (n % 2 == 0) {
                    follower.seal();
                }
                follower.time.passes(n * 3_600_000L);
                follower.seal();
            }
            case DOWN -> {
                follower.kill();
                for (int i = 0; i < n % 4; i++) {
                    world.append(n % 30 + 1);
                    world.rename("access.2026-11-25-10-00-00.log");
                    follower.time.passes(n * 1_000_000L);
                    world.archive();
                }
                follower.start();
            }
            default -> throw new IllegalStateException(kind.name());
        }
    }

    @Override
    public String toString() {
        return kind + "(" + n + ")";
    }
}
