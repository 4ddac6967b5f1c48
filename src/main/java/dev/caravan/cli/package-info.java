/** The commands beside the shipper itself. They print to standard output and keep nothing. */
package dev.caravan.cli;
