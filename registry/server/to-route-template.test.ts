/** Guards that a request counts under a route from a closed list, whatever strangers ask for. */
import { assert, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { operationTable } from '#registry/apis/ecr-public/operation-table.ts'
import { toRouteTemplate } from './to-route-template.ts'

test.each([
  ['/v2/', '/v2/'],
  ['/v2/a/b/manifests/latest?x=/v2/', '/v2/{name}/manifests/{reference}'],
  ['/v2/a/manifests/blobs/sha256:0', '/v2/{name}/blobs/{digest}'],
  ['/v2/a/b/blobs/uploads/', '/v2/{name}/blobs/uploads/{id}'],
  ['/v2/a/b/blobs/uploads', '/v2/{name}/blobs/uploads/{id}'],
  ['/gallery/upstreams', '/gallery/upstreams'],
  ['/gallery/upstreams/hub/library/redis', '/gallery/upstreams/{name}'],
  ['/v2/a/b/blobs/uploads/1', '/v2/{name}/blobs/uploads/{id}'],
  ['/v2/a/b/tags/list', '/v2/{name}/tags/list'],
  ['/v2/a/b/_oci/tag-history/1.0', '/v2/{name}/_oci/tag-history/{tag}'],
  ['/v2/a/b/_oci/tags', '/v2/{name}/_oci/tags'],
  ['/v2/a/b/referrers/sha256:0', '/v2/{name}/referrers/{digest}'],
  ['/token/?scope=x', '/token/'],
  ['/logo/abc.png', '/logo/{hash}.png'],
  ['/gallery/pulls/a/b', '/gallery/pulls/{name}'],
  ['/nowhere', 'other'],
])('%s counts as %s', (url, route) => {
  expect(toRouteTemplate({ method: 'GET', url, headers: {} })).toBe(route)
})

test('calls count by operation, and those that do not exist together', () => {
  const call = (target: string) =>
    toRouteTemplate({ method: 'POST', url: '/', headers: { 'x-amz-target': target } })
  expect(call('SpencerFrontendService.PutImage')).toBe('/ (PutImage)')
  expect(call('SpencerFrontendService.Nothing')).toBe('/ (another call)')
})

test('no text makes a route of its own', () => {
  const routes = new Set<string>()
  const note = (url: string, target: string) => {
    for (const method of ['GET', 'POST']) {
      routes.add(toRouteTemplate({ method, url, headers: { 'x-amz-target': target } }))
    }
  }
  assert(
    property(string(), string(), (text, target) => {
      for (const begin of ['/', '/v2/', '/v2/a/manifests/', '/gallery/', '/logo/', ''])
        note(begin + text, target)
    }),
  )
  expect(routes.size).toBeLessThan(20 + operationTable.size)
})
