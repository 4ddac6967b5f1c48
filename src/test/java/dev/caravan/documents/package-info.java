/** The documents: their links lead somewhere, what they name exists, and their commands are ones that the program takes. */
package dev.caravan.documents;
