/**
 * A document of a stranger as the clients read it that run it. Go's encoding/json, with which container engines are written, takes
 * `Cmd`, `cmd` and `CMD` for one member: the last of them counts, and of objects the members are joined. A page that took the
 * name alone that it expects would show another command than the one that is run. Pure, and linear.
 */
import { fold } from './known-members.ts'
import type { JsonObject } from './read-json.ts'

/** Longer than any name that is read. */
const maxNameLength = 30

/** Names that are read, and the folded form of each. */
export interface FoldedNames {
  exact: ReadonlySet<string>
  folded: ReadonlyMap<string, string>
}

/** What `foldMembers` takes. */
export function toFoldedNames(...names: readonly string[]): FoldedNames {
  return { exact: new Set(names), folded: new Map(names.map((name) => [fold(name), name])) }
}

/** The object with its members under the names that are read; the object itself where they are so already. */
export function foldMembers(object: JsonObject, names: FoldedNames): JsonObject {
  if (![...object.keys()].some((key) => toName(key, names) !== key)) return object
  const folded: JsonObject = new Map()
  for (const [key, value] of object) {
    const name = toName(key, names)
    const former = folded.get(name)
    folded.set(name, former instanceof Map && value instanceof Map ? new Map([...former, ...value]) : value)
  }
  return folded
}

function toName(key: string, { exact, folded }: FoldedNames): string {
  return exact.has(key) || key.length > maxNameLength ? key : (folded.get(fold(key)) ?? key)
}
