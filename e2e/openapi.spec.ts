/** What the running gallery answers is what `/openapi.json` says: real answers of every endpoint, held against its schemas. */
import type { APIRequestContext, APIResponse } from '@playwright/test'
import { z } from 'zod'
import { expect, test } from '#testing/fixtures.ts'

const documentShape = z.object({
  openapi: z.string().startsWith('3.1.'),
  paths: z.record(
    z.string(),
    z.object({
      get: z
        .object({
          responses: z.record(
            z.string(),
            z.object({
              content: z
                .record(z.string(), z.object({ schema: z.object({ $ref: z.string().optional() }) }))
                .optional(),
            }),
          ),
        })
        .optional(),
    }),
  ),
  components: z.object({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
})

/** Each with the path of the document that it belongs to, and the status that is expected. */
const requests: [path: string, address: string, status: number][] = [
  ['/api/search', '/api/search', 200],
  [
    '/api/search',
    '/api/search?searchTerm=postgres&architectures=ARM+64&popularRegistries=tidewater&sort=updated',
    200,
  ],
  ['/api/search', '/api/search?searchTerm=no-such-thing-anywhere&page=99', 200],
  ['/api/search', '/api/search?searchTerm=postgers', 200],
  ['/api/suggest', '/api/suggest?q=tide', 200],
  ['/api/suggest', '/api/suggest?q=tidewater/postgres-tools:1', 200],
  ['/api/suggest', '/api/suggest?q=', 200],
  ['/api/suggest', '/api/suggest?q=tide&format=opensearch', 200],
  ['/api/tags/{alias}/{repository}', '/api/tags/tidewater/postgres-tools?sort=version', 200],
  ['/api/tags/{alias}/{repository}', '/api/tags/tidewater/charts/cache-harbor', 200],
  ['/api/tags/{alias}/{repository}', '/api/tags/tidewater/no-such-repository', 404],
  ['/api/facts/{alias}/{repository}', '/api/facts/tidewater/postgres-tools?digest=sha256:00', 404],
  ['/api/contents/{alias}/{repository}', '/api/contents/tidewater/cache/harbor?tag=latest', 200],
  ['/api/contents/{alias}/{repository}', '/api/contents/tidewater/base?tag=no-such-tag', 404],
  ['/api/file/{alias}/{repository}', '/api/file/tidewater/base?image=a&layer=1&path=etc/os-release', 404],
  ['/api/document/{alias}/{repository}', '/api/document/tidewater/base?attachment=a&digest=b', 404],
  ['/api/pulls/{alias}/{repository}', '/api/pulls/tidewater/pg/pooler', 200],
  ['/api/pulls/{alias}/{repository}', '/api/pulls/tidewater/no-such-repository', 404],
  ['/api/pulls-csv/{alias}/{repository}', '/api/pulls-csv/tidewater/no-such-repository', 404],
  ['/api/logo/{alias}/{repository}', '/api/logo/tidewater/no-such-repository', 404],
  ['/api/badge/{alias}/{repository}', '/api/badge/tidewater/cache/harbor/version.svg', 200],
  ['/api/badge/{alias}/{repository}', '/api/badge/tidewater/cache/harbor/nothing.svg', 404],
  ['/api/compare/{alias}/{repository}', '/api/compare/tidewater/cache/harbor?from=latest&to=latest', 200],
  ['/api/compare/{alias}/{repository}', '/api/compare/tidewater/cache/harbor?from=latest', 400],
  ['/api/compare/{alias}/{repository}', '/api/compare/tidewater/cache/harbor?from=latest&to=no-such', 404],
  ['/api/feed', '/api/feed?searchTerm=postgres', 200],
  ['/api/feed/{alias}', '/api/feed/tidewater', 200],
  ['/api/feed/{alias}', '/api/feed/no-such-publisher', 404],
  ['/api/feed/{alias}/{repository}', '/api/feed/tidewater/postgres-tools?format=json', 200],
  ['/api/feed/{alias}/{repository}', '/api/feed/tidewater/no-such-repository', 404],
  ['/api/image', '/api/image?url=https://example.com/a.png&signature=nobody', 404],
  ['/api/health', '/api/health', 200],
  ['/api/status', '/api/status', 200],
]

async function readDocument(request: APIRequestContext) {
  const response = await request.get('/openapi.json')
  expect(response.status()).toBe(200)
  return documentShape.parse(await response.json())
}

function toMediaType(response: APIResponse): string {
  return response.headers()['content-type']?.split(';')[0] ?? ''
}

test('every endpoint answers in the shape that the document gives for it', async ({ request }) => {
  const { paths, components } = await readDocument(request)
  for (const [path, address, status] of requests) {
    const response = await request.get(address)
    expect(response.status(), address).toBe(status)
    const described = paths[path]?.get?.responses[String(status)]
    expect(described, `${path} ${status}`).toBeDefined()
    const content = described?.content?.[toMediaType(response)]
    if (described?.content === undefined) {
      expect(await response.body(), address).toHaveLength(0)
      continue
    }
    if (toMediaType(response).startsWith('image/')) continue
    if (content !== undefined && content.schema.$ref === undefined) continue
    const name = content?.schema.$ref?.split('/').at(-1) ?? ''
    const schema = z.fromJSONSchema(components.schemas[name] ?? false)
    const checked = schema.safeParse(await response.json())
    expect(checked.error?.issues ?? [], `${address} as ${name}`).toEqual([])
  }
  expect(new Set(requests.map(([path]) => path))).toEqual(
    new Set(Object.keys(paths).filter((path) => paths[path]?.get !== undefined)),
  )
})

test('a logo is a picture, as the document says', async ({ request }) => {
  const search = z.object({ repositories: z.array(z.object({ logoSrc: z.string().nullable() })) })
  const { repositories } = search.parse(await (await request.get('/api/search')).json())
  const logoSrc = repositories.find((repository) => repository.logoSrc !== null)?.logoSrc ?? ''
  const response = await request.get(logoSrc)
  expect(response.status()).toBe(200)
  expect(toMediaType(response)).toMatch(/^image\//)
})

test('the page about the API leads to the document', async ({ page }) => {
  await page.goto('/docs/api')
  await expect(page.getByRole('link', { name: 'openapi.json' })).toHaveAttribute('href', '/openapi.json')
})
