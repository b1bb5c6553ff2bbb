/** Tags and referrers of an upstream, as clients list them through the registry. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  type BehindUpstream,
  refuseWith,
  startBehindUpstream,
} from '#testing/registry/start-behind-upstream.ts'

let behind: BehindUpstream

beforeAll(async () => {
  behind = await startBehindUpstream()
}, 60_000)
afterEach(() => {
  behind.upstream.trick = null
  behind.upstream.hasReferrers = true
})
afterAll(() => behind.remove())

interface Listed {
  manifests: { digest: string; artifactType: string }[]
}

async function listReferrers(name: string, digest: string, query = '') {
  const answer = await behind.get(`mirror/library/${name}/referrers/${digest}${query}`)
  const { manifests } = (await answer.json()) as Listed
  return { answer, digests: manifests.map((one) => one.digest).sort() }
}

test('tags are listed as the upstream has them, page by page, also those that nobody pulled', async () => {
  for (const tag of ['a', 'b', 'c', 'd', 'e']) behind.upstream.addImage('library/listed', tag, [])
  const found: string[] = []
  let path: string | null = 'mirror/library/listed/tags/list?n=2'
  while (path !== null) {
    const answer: Response = await behind.get(path)
    const { name, tags } = (await answer.json()) as { name: string; tags: string[] }
    expect(name).toBe('mirror/library/listed')
    expect(tags.length).toBeLessThanOrEqual(2)
    found.push(...tags)
    path = /<\/v2\/([^>]+)>/.exec(answer.headers.get('link') ?? '')?.[1] ?? null
  }
  expect(found).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('while the upstream refuses, the tags that are stored are listed, with a warning', async () => {
  behind.upstream.addImage('library/kept', '1', [])
  behind.upstream.addImage('library/kept', '2', [])
  await behind.get('mirror/library/kept/manifests/1')
  behind.upstream.trick = refuseWith(503)
  const answer = await behind.get('mirror/library/kept/tags/list')
  expect(await answer.json()).toEqual({ name: 'mirror/library/kept', tags: ['1'] })
  expect(answer.headers.get('warning')).toMatch(/answers 503/)
})

test('an upstream that gives the same page again is not asked for it without end', async () => {
  behind.upstream.trick = (request, response) => {
    if (!request.url?.includes('/tags/list')) return false
    const link = '</v2/library/again/tags/list?n=2&last=b>; rel="next"'
    response.writeHead(200, { link }).end(JSON.stringify({ tags: ['a', 'b'] }))
    return true
  }
  expect((await behind.get('mirror/library/again/tags/list?n=2')).headers.has('link')).toBe(true)
  expect((await behind.get('mirror/library/again/tags/list?n=2&last=b')).headers.has('link')).toBe(false)
})

test('referrers of all pages are listed, filtered by their type, and pulled', async () => {
  const subject = behind.upstream.addImage('library/signed', '1', [])
  const types = [
    'application/vnd.example.sbom',
    'application/vnd.example.signature',
    'application/vnd.example.sbom',
  ]
  const [first = '', ...others] = types.map((type, at) =>
    behind.upstream.addReferrer('library/signed', subject, at === 2 ? `${type}.v2` : type),
  )
  expect((await listReferrers('signed', subject)).digests).toEqual([first, ...others].sort())
  const filtered = await listReferrers('signed', subject, '?artifactType=application/vnd.example.sbom')
  expect(filtered.digests).toEqual([first])
  expect((await behind.get(`mirror/library/signed/manifests/${first}`)).status).toBe(200)
  // The list led to another host; nobody there was asked.
  expect(behind.upstream.count(/referrers.*page=2/)).toBeGreaterThan(0)
})

test('without such an API the fallback tag is read, and can be pulled itself', async () => {
  behind.upstream.hasReferrers = false
  const subject = behind.upstream.addImage('library/older', '1', [])
  const referrer = behind.upstream.addReferrer('library/older', subject, 'application/vnd.example.sbom')
  expect((await listReferrers('older', subject)).digests).toEqual([referrer])
  const tag = subject.replace(':', '-')
  const index = (await (await behind.get(`mirror/library/older/manifests/${tag}`)).json()) as Listed
  expect(index.manifests.map(({ digest }) => digest)).toEqual([referrer])
})

test('what was pulled stays listed beside what the upstream lists now, also while it refuses', async () => {
  const subject = behind.upstream.addImage('library/merged', '1', [])
  const own = behind.upstream.addReferrer('library/merged', subject, 'application/vnd.example.old')
  await behind.get('mirror/library/merged/manifests/1')
  await behind.get(`mirror/library/merged/manifests/${own}`)
  const other = {
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    digest: `sha256:${'b'.repeat(64)}`,
    size: 1,
    artifactType: 'application/vnd.example.new',
  }
  behind.upstream.trick = (request, response) => {
    if (!request.url?.includes('/referrers/')) return false
    // What is no descriptor takes nothing from the others.
    response.end(JSON.stringify({ manifests: [{ digest: 'x' }, null, other] }))
    return true
  }
  expect((await listReferrers('merged', subject)).digests).toEqual([own, other.digest].sort())
  behind.upstream.trick = refuseWith(503)
  const refused = await listReferrers('merged', subject)
  expect(refused.digests).toEqual([own])
  expect(refused.answer.headers.has('warning')).toBe(true)
})
