/**
 * The route of a request for the metrics: a template from a closed list, so that no stranger's path becomes a series. Looks at
 * the ends of the path only, as this runs for each request.
 */
import { operationTable } from '#registry/apis/ecr-public/operation-table.ts'

/** Manifests are what is pulled and pushed. */
export const manifestRoute = '/v2/{name}/manifests/{reference}'

/** What calls share that name no operation of the ECR Public API: STS, CloudTrail, and what does not exist. */
const otherCall = '/ (another call)'

const calls = new Map([...operationTable.keys()].map((name) => [name, `/ (${name})`]))

const whole = new Set([
  '/',
  '/healthz',
  '/gallery/registries',
  '/gallery/pulls',
  '/gallery/changes',
  '/gallery/upstreams',
])

interface Asked {
  method?: string | undefined
  url?: string | undefined
  headers: Record<string, string | string[] | undefined>
}

/** @example toRouteTemplate({ method: 'GET', url: '/v2/a/b/manifests/latest', headers: {} }) // '/v2/{name}/manifests/{reference}' */
export function toRouteTemplate({ method = 'GET', url = '/', headers }: Asked): string {
  const end = url.indexOf('?')
  const path = end < 0 ? url : url.slice(0, end)
  if (path.startsWith('/v2/')) return toDistributionTemplate(path)
  if (path === '/' && method === 'POST') return toCall(headers['x-amz-target'])
  if (path === '/token' || path === '/token/') return '/token/'
  if (path === '/v2') return '/v2/'
  if (path.startsWith('/logo/')) return '/logo/{hash}.png'
  if (path.startsWith('/gallery/pulls/')) return '/gallery/pulls/{name}'
  if (path.startsWith('/gallery/upstreams/')) return '/gallery/upstreams/{name}'
  return whole.has(path) ? path : 'other'
}

function toDistributionTemplate(path: string): string {
  if (path === '/v2/') return path
  const last = path.lastIndexOf('/')
  const before = path.lastIndexOf('/', last - 1)
  const word = path.slice(before + 1, last)
  if (word === 'manifests') return manifestRoute
  if (word === 'uploads') return '/v2/{name}/blobs/uploads/{id}'
  if (word === 'referrers') return '/v2/{name}/referrers/{digest}'
  if (word === 'tags') return '/v2/{name}/tags/list'
  if (word === 'tag-history') return '/v2/{name}/_oci/tag-history/{tag}'
  if (word === '_oci') return '/v2/{name}/_oci/tags'
  if (word !== 'blobs') return 'other'
  return path.endsWith('/uploads') ? '/v2/{name}/blobs/uploads/{id}' : '/v2/{name}/blobs/{digest}'
}

function toCall(target: string | string[] | undefined): string {
  if (typeof target !== 'string') return otherCall
  return calls.get(target.slice(target.lastIndexOf('.') + 1)) ?? otherCall
}
