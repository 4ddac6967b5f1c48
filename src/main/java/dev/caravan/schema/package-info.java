/**
 * Schemas as Panther reads them: what fields a record has, of which type, and which of them hold an address or a name
 * that detections look for.
 *
 * <p>{@link dev.caravan.schema.Infer} makes a {@link dev.caravan.schema.Schema} from records by the rules of
 * {@code pantherlog infer}; {@link dev.caravan.schema.SchemaYaml} prints it as that tool does;
 * {@link dev.caravan.schema.SchemaReader} reads it back; {@link dev.caravan.schema.SchemaValidator} says what Panther
 * would refuse in a record; {@link dev.caravan.schema.RecordType} is what a parser declares. They
 * are handed to the command line and to tests: no route calls this package. Nothing is kept on disk, so a crash leaves
 * nothing behind.
 *
 * <p>Sources: Panther's pages on custom logs (docs.panther.com/data-onboarding/custom-log-types) and the observable
 * behaviour of {@code pantherlog}, which leans on Go's {@code strconv}, {@code time} and {@code net}; the classes named
 * {@code Go…} follow the documentation and the test tables of those.
 */
@NullMarked
package dev.caravan.schema;

import org.jspecify.annotations.NullMarked;
