/**
 * The notifications to systemd of a service of {@code Type=notify}: ready, alive, stopping. These classes are loaded only if
 * {@code NOTIFY_SOCKET} is set. And the account and environment that the unit of a service declares ({@link dev.caravan.systemd.ServiceUnit}).
 */
@NullMarked
package dev.caravan.systemd;

import org.jspecify.annotations.NullMarked;
