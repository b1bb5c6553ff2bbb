/**
 * Under what the images of a registry are pulled: a host, after which its alias follows (`public.ecr.aws`), or, with a slash at its
 * end, a host whose names begin at once, as in any other registry (`registry.example:5000/`). Pure.
 */

/**
 * The image reference without a tag.
 * @example toImageName('public.ecr.aws', 'docker', 'library/redis') // 'public.ecr.aws/docker/library/redis'
 * @example toImageName('registry.example:5000/', 'lab', 'team/app') // 'registry.example:5000/team/app'
 */
export function toImageName(place: string, registryAlias: string, repositoryName: string): string {
  return place.endsWith('/') ? `${place}${repositoryName}` : `${place}/${registryAlias}/${repositoryName}`
}

/** The place that a repository's URI tells; null for what is none. */
export function toImagePlace(repositoryUri: string, repositoryName: string): string | null {
  const host = repositoryUri.split('/')[0]
  if (!host) return null
  return repositoryUri === `${host}/${repositoryName}` ? `${host}/` : host
}

/** @example toPlaceHost('registry.example:5000/') // 'registry.example:5000' */
export function toPlaceHost(place: string): string {
  return place.endsWith('/') ? place.slice(0, -1) : place
}
