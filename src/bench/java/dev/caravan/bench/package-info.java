/**
 * Measures Caravan as a user runs it: the jar in a process of its own, files on disk, an S3 server on 127.0.0.1. Nothing
 * here is part of the program or of the test run. Figures are ratios to {@link dev.caravan.bench.Yardstick G}, so that
 * those of two machines can be compared; what was learnt from them is in docs/performance.md.
 */
package dev.caravan.bench;
