/**
 * What can be found out about content that never changes: what its digest names. A kind of finding says how it is written down, so
 * that it is worked out once and then read.
 */
import type { z } from 'zod'

export interface FindingKind<Value> {
  /** Of the kind, such as `layer-files`; part of what is kept. */
  name: string
  /** Raised when the same content gives something else than before: what older versions found is worked out again. */
  version: number
  /** Milliseconds by the clock that the work may take before it is told to stop. */
  deadlineMs: number
  /** Its bytes are compressed already, and are stored as they are. */
  isCompressed?: boolean
  encode(value: Value): Uint8Array
  /** @throws {Error} when the bytes are not what this version writes; it is then worked out again */
  decode(bytes: Uint8Array): Value
}

/** A kind whose values are plain data, written as JSON. */
export function toJsonKind<Value>(
  { name, version, deadlineMs }: Pick<FindingKind<Value>, 'name' | 'version' | 'deadlineMs'>,
  schema: z.ZodType<Value>,
): FindingKind<Value> {
  return {
    name,
    version,
    deadlineMs,
    encode: (value) => Buffer.from(JSON.stringify(value)),
    decode: (bytes) => schema.parse(JSON.parse(Buffer.from(bytes).toString())),
  }
}
