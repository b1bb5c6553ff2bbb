/**
 * Reads members of a JSON object whose form is known: a text, a size, a list. It says by name which one is not as it has to
 * be. Written out instead of taken from a schema library, because a manifest has up to 150,000 values, and strangers send it.
 */
import { type Digest, isDigest } from './digest.ts'
import type { JsonObject, JsonValue } from './read-json.ts'

/** An object of many more keys takes long to make. */
const maxAnnotations = 20_000

/** A member is missing or of another form; the message names it. */
export class MemberError extends Error {
  override name = 'MemberError'
}

/** @throws {MemberError} for anything but an object */
export function requireObject(value: JsonValue | undefined, path: string): JsonObject {
  if (value instanceof Map) return value
  throw new MemberError(`${path}: it must be an object${toFound(value)}.`)
}

/** The object, or null where there is none; a member that is null counts as absent. */
export function readObject(object: JsonObject, name: string, path: string): JsonObject | null {
  const value = object.get(name) ?? null
  return value === null ? null : requireObject(value, toPath(path, name))
}

/** Null where there is none. @throws {MemberError} for what is no list */
export function readList(object: JsonObject, name: string, path: string): JsonValue[] | null {
  const value = object.get(name) ?? null
  if (value === null || Array.isArray(value)) return value
  throw new MemberError(`${toPath(path, name)}: it must be a list${toFound(value)}.`)
}

/** @throws {MemberError} for what is no list, and where there is none */
export function requireList(object: JsonObject, name: string, path: string): JsonValue[] {
  const list = readList(object, name, path)
  if (list !== null) return list
  throw new MemberError(`${toPath(path, name)}: it must be a list, and is missing.`)
}

/** Null for an empty text too, which says nothing. */
export function readText(object: JsonObject, name: string, path: string): string | null {
  const value = object.get(name) ?? null
  if (value === null || typeof value === 'string') return value || null
  throw new MemberError(`${toPath(path, name)}: it must be a text${toFound(value)}.`)
}

/** @throws {MemberError} for what is no text, and where there is none */
export function requireText(object: JsonObject, name: string, path: string): string {
  const value = object.get(name)
  if (typeof value === 'string') return value
  throw new MemberError(`${toPath(path, name)}: it must be a text${toFound(value)}.`)
}

/** Media types have 127 characters before the slash and 127 behind it (RFC 6838, section 4.2). */
export function readMediaType(object: JsonObject, name: string, path: string): string | null {
  const value = readText(object, name, path)
  if (value !== null && value.length > 255) {
    throw new MemberError(`${toPath(path, name)}: a media type has at most 255 characters.`)
  }
  return value
}

/** The member `mediaType`. @throws {MemberError} where there is none, or it is too long */
export function requireMediaType(object: JsonObject, path: string): string {
  const value = readMediaType(object, 'mediaType', path)
  if (value !== null) return value
  throw new MemberError(`${toPath(path, 'mediaType')}: it must be a media type, and is missing.`)
}

/** The member `digest`. @throws {MemberError} for what is no digest */
export function requireDigest(object: JsonObject, path: string): Digest {
  const value = object.get('digest')
  if (typeof value === 'string' && isDigest(value)) return value
  const form = 'sha256: or sha512: and as many hexadecimal digits in lower case'
  throw new MemberError(`${toPath(path, 'digest')}: it must be a digest, ${form}${toFound(value)}.`)
}

/** The member `size`, in bytes. @throws {MemberError} for what is no whole number from 0 */
export function requireSize(object: JsonObject, path: string): number {
  const value = object.get('size')
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  const form = 'a whole number of bytes, written without sign, point and exponent'
  throw new MemberError(`${toPath(path, 'size')}: it must be ${form}${toFound(value)}.`)
}

/** A list of texts, empty where there is none. @throws {MemberError} for any other form */
export function readTexts(object: JsonObject, name: string, path: string): string[] {
  const list = readList(object, name, path) ?? []
  return list.map((value, at) => {
    if (typeof value === 'string') return value
    throw new MemberError(`${toPath(path, name)}.${at}: it must be a text${toFound(value)}.`)
  })
}

/** A map of texts, whose keys may be anything. */
export function readAnnotations(object: JsonObject, path: string): Record<string, string> {
  const found = readObject(object, 'annotations', path)
  if (found === null) return {}
  if (found.size > maxAnnotations) {
    throw new MemberError(`${toPath(path, 'annotations')}: it has more than ${maxAnnotations} of them.`)
  }
  const texts: [string, string][] = []
  for (const [key, value] of found) {
    if (typeof value !== 'string') {
      const name = `${toPath(path, 'annotations')}.${key.slice(0, 100)}`
      throw new MemberError(`${name}: it must be a text${toFound(value)}.`)
    }
    texts.push([key, value])
  }
  return Object.fromEntries(texts)
}

/** A member as messages name it. @example toPath('config', 'size') // 'config.size' */
export function toPath(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}

function toFound(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return ', and is missing'
  if (typeof value === 'string') return `, not '${value.slice(0, 100)}'`
  if (typeof value === 'number' || typeof value === 'boolean') return `, not ${value}`
  return value instanceof Map ? ', not an object' : ', not a list'
}
