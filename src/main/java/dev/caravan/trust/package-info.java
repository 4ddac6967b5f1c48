/**
 * Who can change a path. Caravan may run as root beside other users: what it executes, or lets decide what it executes, must
 * lie where only root, its own user, or the owner of its jar can write.
 *
 * <p>The check follows a path from the root directory, each directory and link on the way included. Where it finds nobody,
 * nobody can put something else there afterwards either, so what is checked is what is used. Knows no
 * package but {@code flow}.
 */
@NullMarked
package dev.caravan.trust;

import org.jspecify.annotations.NullMarked;
