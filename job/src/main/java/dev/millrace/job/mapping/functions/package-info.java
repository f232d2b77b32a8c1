/**
 * What compiled expressions call where Flink CDC 3.5.0's own functions ({@code
 * SystemFunctionUtils}) fail on rows with nulls ({@code LOWER}), compare only equal classes ({@code
 * id = 7} is false for a BIGINT), take a DECIMAL through double ({@code ABS}), ignore arguments
 * ({@code TRIM}), or write the value into the log ({@code TO_TIMESTAMP}). Called by generated code
 * only, which is why the classes are public.
 */
package dev.millrace.job.mapping.functions;
