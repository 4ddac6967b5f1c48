/**
 * What systemd is told of a service of {@code Type=notify}: ready, alive, stopping. Nothing here is loaded unless systemd asks for
 * it by {@code NOTIFY_SOCKET}.
 */
@NullMarked
package dev.caravan.systemd;

import org.jspecify.annotations.NullMarked;
