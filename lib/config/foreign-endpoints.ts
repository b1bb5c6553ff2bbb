/** What an entry of CATALOG_SOURCES_FILE says of a source that is no ECR Public API. */

/** Any registry of the OCI distribution specification, as an entry of CATALOG_SOURCES_FILE describes it. */
export interface OciEndpoint {
  kind: 'oci'
  /** Without a trailing slash. */
  url: string
  /** Host, with its port, in image references. */
  pullHost: string
  /** What the operator says of it, since the registry itself says nothing: its name in addresses, and to visitors. */
  alias: string
  displayName: string | null
  verified: boolean
  logoUrl: string | null
  /** Names, and patterns in which `*` stands for any part of a name; null for what the registry lists. */
  repositories: string[] | null
  credentials: CredentialsPlace | null
  /** Further hosts that give tokens, with their ports. */
  tokenHosts: string[]
}

/** The anonymous API of another gallery, which nobody has documented; off unless an entry of CATALOG_SOURCES_FILE names it. */
export interface GalleryApiEndpoint {
  kind: 'ecr-public-gallery'
  /** Without a trailing slash. */
  url: string
  /** Host, with its port, in image references. */
  pullHost: string
  /** What is searched for; the empty term finds what is popular. */
  searchTerms: string[]
  maxRepositories: number
  requestsPerSecond: number
}

/** Where a secret is read from, each time it is needed; the secret itself stands nowhere in the configuration. */
export interface CredentialsPlace {
  /** Null for a token. */
  username: string | null
  from: { file: string } | { variable: string }
}
