/** Guards that a page which the front door kept is the page that Next makes. That it follows every change, publish.spec.ts guards. */
import { expect, test } from '#testing/fixtures.ts'

/** Sends a request to Next: what such a header means to it is not known. */
const pastTheDoor = { 'x-past-the-door': '1' }
const ownHeaders = ['date', 'x-request-id', 'connection', 'keep-alive', 'transfer-encoding', 'content-length']

for (const path of ['/', '/search', '/search?searchTerm=postgres&architectures=ARM%2064', '/publishers']) {
  test(`${path} is the same when it was kept`, async ({ request }) => {
    const read = async (headers: Record<string, string> = {}) => {
      const response = await request.get(path, { headers })
      const answered = Object.entries(response.headers()).filter(([name]) => !ownHeaders.includes(name))
      return { status: response.status(), headers: Object.fromEntries(answered), body: await response.text() }
    }
    // Other tests publish meanwhile, after which nothing is kept: then it is asked again.
    await expect(async () => {
      const made = await read(pastTheDoor)
      await read()
      const kept = await read()
      const madeAgain = await read(pastTheDoor)
      expect(madeAgain.body).toBe(made.body)
      expect(kept).toEqual(made)
    }).toPass({ timeout: 10_000 })
    expect((await request.get(path, { headers: { rsc: '1' } })).headers()['content-type']).toContain(
      'text/x-component',
    )
    expect((await request.get(path)).headers()['content-type']).toContain('text/html')
  })
}

test('an address that only begins a search is still answered with where it leads', async ({ request }) => {
  for (const _ of [1, 2]) {
    const response = await request.get('/search?searchTerm=tidewater/postgres-tools&jump=1', {
      maxRedirects: 0,
    })
    expect(response.status()).toBe(307)
    expect(response.headers().location).toBe('/tidewater/postgres-tools')
  }
})
