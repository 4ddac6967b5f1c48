/**
 * The state that survives a crash: the state directory, the checkpoint of each source, and how both are written.
 *
 * <p>Layout, below {@code caravan.state-dir} (directories 0700, files 0600):
 * <pre>
 *   lock                          held by the running process, which writes its process id into it
 *   instance                      six random characters; part of every key, so that no two state directories collide
 *   &lt;source&gt;/checkpoint.json      {@link dev.caravan.state.Checkpoint}: the commit point of everything
 *   &lt;source&gt;/checkpoint.copy.json the same again, {@link dev.caravan.state.CheckpointFiles}
 *   &lt;source&gt;/open/*.part          parts of open batches
 *   outbox/&lt;S3 key&gt;               sealed batches: the path below outbox is the key
 *   damaged/&lt;time&gt;/&lt;path&gt;       {@link dev.caravan.state.Damaged}: files that could not be used
 * </pre>
 * Every file that replaces another is written beside it, forced to disk and renamed; then its directory is forced to disk
 * ({@link dev.caravan.state.Durable}). {@link dev.caravan.state.Ledger} alone changes a source's positions.
 */
@NullMarked
package dev.caravan.state;

import org.jspecify.annotations.NullMarked;
