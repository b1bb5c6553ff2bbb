/** Under what the images of a registry are pulled, as image-place.ts says: with several sources, not all have the same. */
import type { RepositorySummary } from '#lib/catalog/catalog.ts'
import { readConfig } from '#lib/config/config.ts'
import { toImageName, toPlaceHost } from '#lib/oci/image-place.ts'
import { getSources, getSyncState } from '#lib/runtime/catalog-instance.ts'
import { readShownVersion } from '#lib/runtime/shown-version.ts'

export interface ImageHosts {
  /** Of every registry that is not among the others. */
  usual: string
  /** By registry id; empty where there is one source with one host. */
  others: Record<string, string>
}

let last: { version: string; hosts: ImageHosts } | null = null

/** As the repositories' URIs say. Those of all registries are looked through when the index has changed, and not for each page. */
export function getImageHosts(): ImageHosts {
  const version = readShownVersion()
  if (version === null) return readImageHosts()
  if (last?.version !== version) last = { version, hosts: readImageHosts() }
  return last.hosts
}

function readImageHosts(): ImageHosts {
  const hosts = getSyncState().listImageHosts()
  const usual = getSources().some(({ endpoint }) => endpoint.kind === 'embedded')
    ? readConfig().registryHost
    : (findMostFrequent([...hosts.values()]) ?? 'public.ecr.aws')
  return { usual, others: Object.fromEntries([...hosts].filter(([, host]) => host !== usual)) }
}

/** The hosts alone, under all of which images are pulled. */
export function listImageHostNames(): string[] {
  const { usual, others } = getImageHosts()
  return [...new Set([usual, ...Object.values(others)].map(toPlaceHost))]
}

/** The aliases of registries whose references have none, by the host of these: `registry.example:5000/team/app` is `lab`'s. */
export function listAliasesOfHosts(): Map<string, string[]> {
  const registries = getSources().flatMap(({ endpoint }) => (endpoint.kind === 'oci' ? [endpoint] : []))
  const groups = Map.groupBy(registries, ({ pullHost }) => pullHost)
  return new Map([...groups].map(([host, some]) => [host, some.map(({ alias }) => alias)]))
}

/** That of one registry, without a look at all of them. */
export function getImageHost(registryId: string): string {
  return getSyncState().findImageHost(registryId) ?? getImageHosts().usual
}

/** Under what a repository is pulled, such as `public.ecr.aws/docker/library/busybox`: no source is asked for it. */
export function toRepositoryUri({ registryId, registryAlias, repositoryName }: RepositorySummary): string {
  return toImageName(getImageHost(registryId), registryAlias, repositoryName)
}

function findMostFrequent(values: readonly string[]): string | null {
  const groups = [...Map.groupBy(values, (value) => value).values()]
  return groups.toSorted((a, b) => b.length - a.length)[0]?.[0] ?? null
}
