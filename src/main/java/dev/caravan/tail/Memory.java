package dev.caravan.tail;

import dev.caravan.state.Ledger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** For how long files are remembered that are gone, or that are in an archive which grows for ever: bounds the checkpoint. */
final class Memory {

    // The clock of files may go in steps of so many milliseconds, behind the machine's.
    static final long TICK = 20;
    // A vanished file may come back, as a copy or compressed, for so long.
    private static final long GONE = TimeUnit.DAYS.toMillis(7);
    private static final long GONE_COPIES = TimeUnit.HOURS.toMillis(1);
    private static final long AT_LEAST = TimeUnit.MINUTES.toMillis(1);
    private static final int MOST = 500;

    private final TailOptions options;
    private final Ledger ledger;
    private final Followed followed;
    private final Siblings siblings;

    Memory(TailOptions options, Ledger ledger, Followed followed, Siblings siblings) {
        this.options = options;
        this.ledger = ledger;
        this.followed = followed;
        this.siblings = siblings;
    }

    /** Whether an unknown file was decided about so long ago that it is not remembered, or was there before the source. */
    boolean isPast(FileStat file, Path log) {
        return siblings.isInDatedArchive(file.path(), log)
            && file.mtime() / 1_000_000 + TICK < Math.max(ledger.created(), Archive.horizon(ledger.looked()));
    }

    /** Forgets what need not be known any more; returns the numbers of those files. */
    List<Long> forget() {
        List<Long> forgotten = new ArrayList<>();
        forgetGone(forgotten);
        forgetArchived(forgotten);
        return forgotten;
    }

    private void forgetGone(List<Long> forgotten) {
        long now = options.time().millis();
        List<FollowedFile> gone = followed.rotated().stream()
            .filter(file -> file.position().goneSince() > 0 && !file.isOpen() && ledger.isSealed(file.id()))
            .sorted(Comparator.comparingLong(file -> file.position().goneSince())).toList();
        int tooMany = gone.size() - MOST;
        for (FollowedFile file : gone) {
            long age = now - file.position().goneSince();
            if (age > (file.position().done() ? GONE_COPIES : GONE) || tooMany > 0 && age > AT_LEAST) {
                forget(file, forgotten);
                tooMany--;
            }
        }
    }

    private void forgetArchived(List<Long> forgotten) {
        long oldest = Archive.oldest(ledger.looked());
        for (FollowedFile file : List.copyOf(followed.rotated())) {
            if (file.isFinished() && !file.isOpen() && ledger.isSealed(file.id())
                && siblings.isInDatedArchive(file.path(), file.log())) {
                FileStat stat = file.stat();
                if (stat != null && stat.mtime() / 1_000_000 < oldest) {
                    forget(file, forgotten);
                }
            }
        }
    }

    private void forget(FollowedFile file, List<Long> forgotten) {
        followed.forget(file);
        forgotten.add(file.id());
    }
}
