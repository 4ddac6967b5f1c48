/**
* The machine itself: auditd, open ports (netstat, ss), kernel modules, logins.
 */
@NullMarked
package dev.caravan.parse.host;

import org.jspecify.annotations.NullMarked;
