/** What the tests are made of: an S3 server that can fail, a relay that breaks connections, a writer of numbered lines, Caravan in a process of its own. */
package dev.caravan.testing;
