/** Strangers' JSON as plain objects: read strictly, so that no two readers take it differently, and bounded in depth and values. */
import { type JsonValue, readJson } from '#lib/oci/read-json.ts'

/**
 * Reads a document in one go; for threads that can be ended.
 * @throws {JsonError} for what is no JSON, too deep, or has a key twice
 */
export function readBoundedJson(text: string): unknown {
  const reading = readJson(Buffer.from(text), { isStrict: true })
  for (;;) {
    const step = reading.next()
    if (step.done) return toPlain(step.value)
  }
}

/** The member of an object, by names of members one inside the other; undefined where there is none. */
export function pick(value: unknown, ...path: (string | number)[]): unknown {
  let found = value
  for (const name of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined
    found = (found as Record<string | number, unknown>)[name]
  }
  return found
}

/** The text at a place, cut to what can be shown; null where there is none. */
export function pickText(value: unknown, ...path: (string | number)[]): string | null {
  const found = pick(value, ...path)
  return typeof found === 'string' && found !== '' ? found.slice(0, 1_000) : null
}

/** The list at a place; empty where there is none. */
export function pickList(value: unknown, ...path: (string | number)[]): unknown[] {
  const found = pick(value, ...path)
  return Array.isArray(found) ? found : []
}

function toPlain(value: JsonValue): unknown {
  if (Array.isArray(value)) return value.map(toPlain)
  if (!(value instanceof Map)) return value
  // Defined, not assigned: `__proto__` is a name like any other.
  const object: Record<string, unknown> = {}
  for (const [key, member] of value) {
    Object.defineProperty(object, key, {
      value: toPlain(member),
      enumerable: true,
      writable: true,
      configurable: true,
    })
  }
  return object
}
