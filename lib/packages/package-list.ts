/** What a bill of materials lists, whichever format it has. */

export interface Package {
  name: string
  version: string | null
  /** A licence expression, or the name of a licence; null where none is stated. */
  licence: string | null
  /** A package URL that is one; null where there is none. */
  purl: string | null
  /** The kind of package, as package URLs name them: `deb`, `npm`, `golang`; null where nothing says it. */
  type: string | null
}

export interface PackageList {
  /** Such as `SPDX 2.3`. */
  format: string
  /** What made the document, with its version. */
  tool: string | null
  /** When it was made, as it says itself. */
  createdAt: string | null
  /** Each once, by name; of very many the first. */
  packages: Package[]
  /** How many it lists, those that are not kept included. */
  totalCount: number
}
