/**
 * Every route against every kind of caller. The rows are found by the route's method and pattern: a route that is added
 * without a row here fails the test.
 */
import { expect, test } from 'vitest'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { databaseOf } from '#registry/store/sql/create-verbs.ts'
import {
  type DistributionTest,
  openDistributionTest,
  toBasic,
} from '#testing/registry/distribution/open-distribution-test.ts'
import { pushBlob, pushImage, toDescriptor, toImage } from '#testing/registry/distribution/push-image.ts'
import { addCast, type CastName, castNames } from '#testing/registry/ecr-public/add-cast.ts'
import { distributionRoutes } from './route-table.ts'

const roles = ['nobody', 'anyone', 'other', 'gallery', 'puller', 'pusher', 'deleter', 'owner'] as const
type Role = (typeof roles)[number]

/** What is there: an image `1.0`, a loose blob, and an upload that the owner has begun. */
interface Place {
  api: DistributionTest
  uploadUrl: string
}

interface Row {
  /** The request, with everything that it needs to succeed. */
  url(place: Place): string
  body?: string
  /** The status for those who may. */
  done: number
  /** The least that a token has to be asked for. */
  access: 'pull' | 'push' | 'delete'
}

const loose = toDescriptor('loose').digest
const image = toImage(['layer'])
const { digest } = toDescriptor(image, OCI_IMAGE)

const rows: Record<string, Row> = {
  'GET /v2/NAME/manifests/REF': { url: () => `/v2/acme/app/manifests/${digest}`, done: 200, access: 'pull' },
  'PUT /v2/NAME/manifests/REF': {
    url: () => '/v2/acme/app/manifests/2.0',
    body: image,
    done: 201,
    access: 'push',
  },
  'DELETE /v2/NAME/manifests/REF': { url: () => '/v2/acme/app/manifests/1.0', done: 202, access: 'delete' },
  'POST /v2/NAME/blobs/uploads': { url: () => '/v2/acme/app/blobs/uploads/', done: 202, access: 'push' },
  'PATCH /v2/NAME/blobs/uploads/REF': {
    url: ({ uploadUrl }) => uploadUrl,
    body: 'more',
    done: 202,
    access: 'push',
  },
  'PUT /v2/NAME/blobs/uploads/REF': {
    url: ({ uploadUrl }) => `${uploadUrl}?digest=${toDescriptor('more').digest}`,
    body: 'more',
    done: 201,
    access: 'push',
  },
  'GET /v2/NAME/blobs/uploads/REF': { url: ({ uploadUrl }) => uploadUrl, done: 204, access: 'push' },
  'DELETE /v2/NAME/blobs/uploads/REF': { url: ({ uploadUrl }) => uploadUrl, done: 204, access: 'push' },
  'GET /v2/NAME/blobs/REF': { url: () => `/v2/acme/app/blobs/${loose}`, done: 200, access: 'pull' },
  'DELETE /v2/NAME/blobs/REF': { url: () => `/v2/acme/app/blobs/${loose}`, done: 202, access: 'delete' },
  'GET /v2/NAME/tags/list': { url: () => '/v2/acme/app/tags/list', done: 200, access: 'pull' },
  'GET /v2/NAME/_oci/tag-history/REF': {
    url: () => '/v2/acme/app/_oci/tag-history/1.0',
    done: 200,
    access: 'pull',
  },
  'GET /v2/NAME/_oci/tags': { url: () => '/v2/acme/app/_oci/tags', done: 200, access: 'pull' },
  'GET /v2/NAME/_oci/ext/discover': {
    url: () => '/v2/acme/app/_oci/ext/discover',
    done: 200,
    access: 'pull',
  },
  'GET /v2/NAME/referrers/REF': { url: () => `/v2/acme/app/referrers/${digest}`, done: 200, access: 'pull' },
}

/** What a caller gets; 401 where another token would help, 403 where none would. */
function toExpectedStatus(role: Role, { access, done }: Row): number {
  const may: Record<Role, Record<Row['access'], number>> = {
    nobody: { pull: 401, push: 401, delete: 401 },
    anyone: { pull: done, push: 401, delete: 401 },
    other: { pull: done, push: 403, delete: 403 },
    gallery: { pull: done, push: 403, delete: 403 },
    puller: { pull: done, push: 401, delete: 401 },
    pusher: { pull: done, push: done, delete: 401 },
    deleter: { pull: done, push: done, delete: done },
    owner: { pull: done, push: done, delete: done },
  }
  return may[role][access]
}

async function toAuthorization(api: DistributionTest, role: Role): Promise<string | undefined> {
  switch (role) {
    case 'nobody':
      return undefined
    case 'anyone':
      return `Bearer ${await api.token('nobody')}`
    case 'puller':
      return `Bearer ${await api.token('owner', 'repository:acme/app:pull')}`
    case 'pusher':
      return `Bearer ${await api.token('owner', 'repository:acme/app:pull,push')}`
    case 'deleter':
      return `Bearer ${await api.token('owner', 'repository:acme/app:pull,push,delete')}`
    default:
      return toBasic(await api.password(role))
  }
}

const routeNames = distributionRoutes.map(({ method, pattern }) => {
  const path = pattern.source
    .replaceAll('\\/', '/')
    .replace(/^\^|\/\?\$$|\$$/g, '')
    .replace('(.+)', 'NAME')
    .replace('([^/]+)', 'REF')
    .replace(/\/\?$|\$$/g, '')
  return `${method} ${path}`
})

test('every route has a row, and every row a route', () => {
  expect(routeNames.toSorted()).toEqual(Object.keys(rows).toSorted())
})

test.each(routeNames)('%s is open to those alone who may', async (name) => {
  const row = rows[name]
  if (row === undefined) throw new Error(`${name} has no row.`)
  const [method = ''] = name.split(' ')
  const statuses: Record<string, number> = {}
  for (const role of roles) {
    const api = await openDistributionTest()
    await pushImage(api, 'acme/app', '1.0')
    await pushBlob(api, 'acme/app', 'loose')
    const uploadUrl = (await api.send('POST', '/v2/acme/app/blobs/uploads/')).headers.location ?? ''
    const authorization = await toAuthorization(api, role)
    const before = await readState(api)
    const { status, headers } = await api.send(method, row.url({ api, uploadUrl }), {
      as: 'nobody',
      ...(authorization !== undefined && { authorization }),
      ...(row.body !== undefined && { body: row.body }),
      headers: { 'content-type': OCI_IMAGE },
    })
    statuses[role] = status
    expect('www-authenticate' in headers, `${role}: a challenge comes with 401 alone`).toBe(status === 401)
    if (status >= 400) expect(await readState(api), `${role} has changed something`).toEqual(before)
    await api.close()
  }
  expect(statuses).toEqual(Object.fromEntries(roles.map((role) => [role, toExpectedStatus(role, row)])))
})

/** Who may by policies: everybody may pull, and who may push may not always delete. */
const pushers: CastName[] = [
  ...(['owner', 'powerUser', 'fullAccess', 'member', 'roleSession'] as const),
  ...(['onApp', 'byRepository', 'crossBoth'] as const),
]
const mayByPolicy: Record<Row['access'], CastName[]> = {
  pull: castNames.filter((name) => name !== 'inactive'),
  push: pushers,
  delete: ['owner', 'fullAccess', 'onApp', 'byRepository', 'crossBoth'],
}

test.each(routeNames)('%s is open to those alone whom policies let', async (name) => {
  const row = rows[name]
  if (row === undefined) throw new Error(`${name} has no row.`)
  const api = await openDistributionTest()
  await pushImage(api, 'acme/app', '1.0')
  await pushBlob(api, 'acme/app', 'loose')
  const cast = await addCast(api)
  const uploadUrl = (await api.send('POST', '/v2/acme/app/blobs/uploads/')).headers.location ?? ''
  const [method = ''] = name.split(' ')
  const allowed: CastName[] = []
  for (const who of castNames) {
    const { status, text } = await api.send(method, row.url({ api, uploadUrl }), {
      authorization: toBasic(await api.password(cast[who])),
      ...(row.body !== undefined && { body: row.body }),
      headers: { 'content-type': OCI_IMAGE },
    })
    expect(status, who).toBeLessThan(500)
    if (who === 'inactive') expect({ status, text }).toMatchObject({ status: 401, text: invalid })
    else if (status !== 403) allowed.push(who)
    else
      expect(text, who).toMatch(/"code":"DENIED","message":"User: arn:aws:\S+ is not authorized to perform: /)
    // An upload is its owner's alone, whoever else may push.
    if (row.url({ api, uploadUrl }).startsWith(uploadUrl) && who !== 'owner')
      expect([401, 403, 404]).toContain(status)
  }
  expect(allowed.toSorted()).toEqual(mayByPolicy[row.access].toSorted())
  await api.close()
})

const invalid = expect.stringContaining('Your Authorization Token is invalid.')

/** What a refused request must leave as it was. */
async function readState({ service }: DistributionTest): Promise<object> {
  const db = databaseOf(service.store)
  return {
    tags: await db.selectFrom('image_tag').selectAll().execute(),
    images: await db.selectFrom('image').selectAll().execute(),
    blobs: await db.selectFrom('repository_blob').selectAll().execute(),
    changes: await db.selectFrom('change').selectAll().execute(),
  }
}
