/**
 * Finds out who can change a path. Caravan may run as root beside other users. So whatever it executes, or whatever decides what it
 * executes, must be in a place where only root, its own user, or the owner of its jar can write.
 *
 * <p>The check follows a path from the root directory and includes each directory and link on the way. If it finds nobody, nobody can put
 * something else there afterwards either, so what was checked is what is used. Depends on no package but {@code pipeline}.
 */
@NullMarked
package dev.caravan.trust;

import org.jspecify.annotations.NullMarked;
