/** What its publisher says of vulnerabilities that scanners find (OpenVEX 0.2.0, and CycloneDX's `analysis`). */

export const VEX_STATUSES = ['not_affected', 'affected', 'fixed', 'under_investigation'] as const
export type VexStatus = (typeof VEX_STATUSES)[number]

export interface VexStatement {
  /** The vulnerability's name and its other names. */
  ids: string[]
  status: VexStatus
  /** One of the specification's words, such as `vulnerable_code_not_in_execute_path`. */
  justification: string | null
  impact: string | null
  action: string | null
  /** What it is about; empty for everything that the document speaks of. */
  products: VexProduct[]
  /** When it was stated; null where neither statement nor document say it. */
  statedAt: string | null
}

export interface VexProduct {
  /** A package URL, or another name. */
  id: string | null
  /** As `sha256:…`. */
  digests: string[]
  /** Parts of the product that it is about, as package URLs or other names; empty for the whole. */
  parts: string[]
}

export interface Vex {
  author: string | null
  statedAt: string | null
  statements: VexStatement[]
}
