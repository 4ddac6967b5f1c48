/**
 * An S3 server within the program, for trying Caravan without a bucket: S3Proxy on the local file system, on 127.0.0.1.
 *
 * <p>The same routes deliver to it, with the same component. Its objects are files below the state directory and survive a restart.
 */
@NullMarked
package dev.caravan.embedded;

import org.jspecify.annotations.NullMarked;
