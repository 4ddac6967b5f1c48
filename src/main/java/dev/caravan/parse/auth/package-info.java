/**
* Syslog lines and the journal's records, and the events in the messages of sshd, sudo, PAM and others.
 *
 * <p>{@link dev.caravan.parse.auth.AuthEvents} tells what happened; parts of a message that a client can choose decide about nothing.
 */
@NullMarked
package dev.caravan.parse.auth;

import org.jspecify.annotations.NullMarked;
