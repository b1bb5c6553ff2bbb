/**
 * A package that a search asks for, and in which version: `openssl`, `openssl@3.0.8`, `openssl@<3.0.8`, `@scope/name@>=2`. Pure, and linear in
 * what it is given.
 */

export type VersionRelation = '=' | '<' | '<=' | '>' | '>='

export interface PackageQuery {
  /** In lower case. */
  name: string
  /** Null for any version. */
  version: { relation: VersionRelation; text: string } | null
}

const relations: readonly VersionRelation[] = ['<=', '>=', '<', '>', '=']

/** Reads it; null for what names no package. */
export function parsePackageQuery(value: string): PackageQuery | null {
  // The first sign may belong to a scope.
  const at = value.lastIndexOf('@')
  const name = (at > 0 ? value.slice(0, at) : value).trim().toLowerCase()
  if (name === '' || name === '@') return null
  if (at <= 0) return { name, version: null }
  const stated = value.slice(at + 1).trim()
  const relation = relations.find((sign) => stated.startsWith(sign))
  const text = stated.slice(relation?.length ?? 0).trim()
  return text === '' ? { name, version: null } : { name, version: { relation: relation ?? '=', text } }
}
