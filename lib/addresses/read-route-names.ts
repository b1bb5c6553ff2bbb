/**
 * The names in an address, decoded: Next gives the parameters of a route as they stand in the path, with their escapes, and what
 * is looked up, shown and put into other addresses are the names themselves.
 */

export interface RouteNames {
  alias: string
  repositoryName: string
}

/** Decodes the parameters of a repository's route. */
export function readRouteNames({ alias, repository }: { alias: string; repository: string[] }): RouteNames {
  return { alias: decodeSegment(alias), repositoryName: repository.map(decodeSegment).join('/') }
}

/** Never throws: what cannot be decoded stays as it is. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
