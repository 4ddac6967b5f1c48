package dev.caravan.source.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Reads the journal once from its begin, as a first start would, and keeps nothing: for {@code caravan check}. */
public final class JournalTrial {

    private static final int BUFFER = 64 * 1024;
    private static final int MAX_STDERR = 4096;

    private final JournalSource source;
    private final int sampleBytes;
    private final long seconds;

    /**
     * @param source      whose parameters are set
     * @param sampleBytes so many bytes of lines are kept, and one line more
     * @param seconds     after which no more records are counted
     */
    public JournalTrial(JournalSource source, int sampleBytes, long seconds) {
        this.source = source;
        this.sampleBytes = sampleBytes;
        this.seconds = seconds;
    }

    /**
     * What was found.
     *
     * @param journal the journal, for people
     * @param records that would be read
     * @param isAll   whether all were counted; false when the time was over
     * @param lines   the first ones, as the route gets them
     * @param said    what journalctl said on standard error, with what to do; empty for nothing
     */
    public record Found(String journal, long records, boolean isAll, byte[] lines, String said) {
    }

    /**
     * Reads it.
     *
     * @throws IOException journalctl is not there, or failed; the message says what to do
     */
    public Found read() throws IOException {
        JournalOptions options = source.options("");
        Process process = new Journalctl(options.directory(), options.matches(), options.fields()).all();
        CompletableFuture<Boolean> late = new CompletableFuture<Boolean>().completeOnTimeout(true, seconds, TimeUnit.SECONDS);
        CompletableFuture<Void> end = late.thenAccept(over -> {
            if (over) {
                process.destroyForcibly();
            }
        });
        RecordLine record = new RecordLine(options.fields(), options.maxLineBytes());
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        try (InputStream in = process.getInputStream()) {
            long records = count(in, record, options.machine(), lines);
            int exit = process.waitFor();
            boolean isAll = late.complete(false);
            String text = isAll ? said(process.getErrorStream()) : "";
            String advice = text + JournalTroubles.advice(text);
            if (isAll && exit != 0) {
                throw new IOException("journalctl failed: its exit value was " + exit + (text.isEmpty() ? ", and it said nothing" : "; it said: "
                    + advice));
            }
            return new Found(options.text(), records, isAll, lines.toByteArray(), advice);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            end.cancel(false);
            process.destroyForcibly();
        }
    }

    private long count(InputStream in, RecordLine record, String machine, ByteArrayOutputStream lines) throws IOException {
        ExportReader reader = new ExportReader(record);
        byte[] buffer = new byte[BUFFER];
        long records = 0;
        for (int n = read(in, buffer); n > 0; n = read(in, buffer)) {
            for (int at = 0; at < n;) {
                at = reader.read(buffer, at, n);
                if (!record.isReady()) {
                    continue;
                }
                Entry entry = record.entry();
                boolean isTaken = machine.isEmpty() || entry.machine() == null || machine.equals(entry.machine());
                records += isTaken && record.isWhole() ? 1 : 0;
                if (isTaken && record.piece() == 0 && lines.size() < sampleBytes) {
                    lines.writeBytes(record.take());
                } else {
                    record.skip();
                }
            }
        }
        return records;
    }

    /** The end is also where journalctl was ended, which closes the stream for it. */
    private static int read(InputStream in, byte[] buffer) throws IOException {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("closed")) {
                return -1;
            }
            throw e;
        }
    }

    private static String said(InputStream error) throws IOException {
        try (error) {
            return new String(error.readNBytes(MAX_STDERR), StandardCharsets.UTF_8).strip();
        }
    }
}
