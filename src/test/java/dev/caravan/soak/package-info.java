/** A long run of everything that can happen at once, whose lines are counted at its end. Not part of the build. */
package dev.caravan.soak;
