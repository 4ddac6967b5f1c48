package dev.caravan.deliver;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.Abortable;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * A request under way, and its time limits. A limit for the whole request would never let a large object through a slow line, so progress
 * counts: the connection takes a piece of the content, or the answer brings one. There are three limits, where <i>silence</i> is
 * {@code caravan.deliver.attempt-timeout}:
 *
 * <ul>
 * <li>while content is sent or an answer is read: silence without a byte;
 * <li>for the beginning of the answer: silence, and one second more for each 32 KiB of content. On a slow line, content may still be in
 * buffers of this machine or of a proxy when it seems to be sent;
 * <li>in total: ten times silence, and one second more for each 4 KiB of content, so that a server that takes or gives a byte now and then
 * cannot occupy the only thread of delivery for days.
 * </ul>
 *
 * <p>The first limit starts anew with each byte. Only the time that is spent waiting for the network counts. Thread-safe.
 */
final class Transfer {

    private static final long BUFFERED_PER_SECOND = 32 << 10;
    private static final long SLOWEST_PER_SECOND = 4 << 10;
    private static final int SILENCES = 10;
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final ScheduledExecutorService clock;
    private final Duration silence;
    private final long length;
    private final Runnable alive;
    private @Nullable Abortable request;
    private @Nullable ScheduledFuture<?> look;
    /** This field and the following ones are guarded by this. */
    private long allowed;
    private long total;
    private long sent;
    private boolean waiting;
    private long since;
    private long waited;
    private boolean ended;
    private @Nullable String reason;

    /**
     * Creates a transfer that has not begun.
     *
     * @param length number of bytes of the request's content
     * @param alive  called at each check of a request that may go on
     */
    Transfer(ScheduledExecutorService clock, Duration silence, long length, Runnable alive) {
        this.alive = alive;
        this.clock = clock;
        this.silence = silence;
        this.length = length;
        this.allowed = silence.toNanos();
        this.total = total(silence, length).toNanos();
    }

    /** Returns how long a request with a content of this length may take in total. */
    static Duration total(Duration silence, long length) {
        return silence.multipliedBy(SILENCES).plus(Duration.ofSeconds(length / SLOWEST_PER_SECOND));
    }

    /** Notes that the request starts. */
    synchronized void begin(Abortable abortable) {
        request = abortable;
        busy();
        look = clock.schedule(this::look, Math.min(LOOK_NANOS, allowed), TimeUnit.NANOSECONDS);
    }

    /** Notes that the headers of the answer have arrived, and how many bytes follow. */
    synchronized void answered(long more) {
        idle();
        allowed = silence.toNanos();
        total += Duration.ofSeconds(more / SLOWEST_PER_SECOND).toNanos();
    }

    /** Notes that the answer was read to its end, or that nobody wants the rest. */
    synchronized void end() {
        ended = true;
        if (look != null) {
            look.cancel(false);
        }
    }

    private synchronized void busy() {
        waiting = true;
        since = System.nanoTime();
    }

    private synchronized void idle() {
        if (waiting) {
            waited += System.nanoTime() - since;
            waiting = false;
        }
    }

    /** Notes that a piece of content is requested, so the connection has taken the previous one. */
    private synchronized void progress(int bytes) {
        idle();
        busy();
        sent += Math.max(0, bytes);
        if (bytes < 0 || sent >= length) {
            allowed = silence.plus(Duration.ofSeconds(length / BUFFERED_PER_SECOND)).toNanos();
        }
    }

    private void look() {
        Abortable late = null;
        synchronized (this) {
            if (ended || reason != null) {
                return;
            }
            long now = waiting ? System.nanoTime() - since : 0;
            if (now >= allowed) {
                reason = sent > 0 && sent < length ? "the connection took " + sent + " of " + length + " bytes, and then none for "
                    + words(silence) : "no answer for " + words(Duration.ofNanos(allowed));
                late = request;
            } else if (waited + now >= total) {
                reason = "the request takes longer than " + words(Duration.ofNanos(total)) + " in total";
                late = request;
            } else {
                long next = Math.min(LOOK_NANOS, Math.min(allowed - now, total - waited - now));
                look = clock.schedule(this::look, Math.max(1_000_000, next), TimeUnit.NANOSECONDS);
                alive.run();
            }
        }
        if (late != null) {
            late.abort();
        }
    }

    private static String words(Duration time) {
        return time.toMillis() < 10_000 ? time.toMillis() + " ms" : time.toSeconds() + " s";
    }

    /** Returns the exception to throw instead of this one: one with the reason, if the request was aborted. */
    synchronized IOException explained(IOException e) {
        return reason == null ? e : new StalledException(reason, e);
    }

    /** Returns the content, watched. */
    ContentStreamProvider sending(ContentStreamProvider content) {
        return () -> new Pieces(content.newStream()) {
            @Override
            void before() {
                progress(0);
            }

            @Override
            void after(int bytes) {
                progress(bytes);
            }
        };
    }

    /** Returns the answer's content, watched until its end. */
    InputStream receiving(InputStream content) {
        return new Pieces(content) {
            @Override
            void before() {
                busy();
            }

            @Override
            void after(int bytes) {
                idle();
                if (bytes < 0) {
                    end();
                }
            }

            @Override
            public void close() throws IOException {
                end();
                super.close();
            }
        };
    }

    /** Reports each read before and after it. */
    private abstract class Pieces extends FilterInputStream {

        Pieces(InputStream in) {
            super(in);
        }

        abstract void before();

        abstract void after(int bytes);

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            int n = read(one, 0, 1);
            return n < 0 ? n : one[0] & 0xff;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            before();
            int n;
            try {
                n = super.read(b, off, len);
            } catch (IOException e) {
                throw explained(e);
            }
            after(n);
            return n;
        }
    }
}
