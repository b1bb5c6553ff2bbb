/**
 * A client of the distribution API, as small as one can be that pushes (OCI distribution specification 1.1.1, "Push"): it
 * asks without a token, goes for one where it is told to, and pushes what is not there yet.
 */
import type { DemoBlob, DemoManifest } from './demo-push.ts'

export interface RegistryClient {
  /** Does nothing when the repository has it. */
  pushBlob(blob: DemoBlob): Promise<void>
  /** Under each of its tags, or by its digest when it has none. */
  pushManifest(manifest: DemoManifest): Promise<void>
}

/**
 * Logs in for one repository.
 * @param options.password of the user `AWS`, from GetAuthorizationToken
 * @throws {Error} when the registry cannot be reached, or refuses
 */
export async function openRegistryClient(options: {
  endpoint: string
  /** `ALIAS/REPOSITORY`. */
  path: string
  password: string
}): Promise<RegistryClient> {
  const { endpoint, path } = options
  const base = `${endpoint}/v2/${path}`
  const authorization = `Bearer ${await fetchToken(options)}`
  const send = async (method: string, url: string, expected: number[], init: RequestInit = {}) => {
    const headers = { ...init.headers, authorization }
    const response = await fetch(url, { ...init, method, headers, redirect: 'error' })
    const text = await response.text()
    if (expected.includes(response.status)) return response
    throw new Error(`${method} ${url} answered ${response.status}: ${text.slice(0, 500)}`)
  }
  return {
    async pushBlob({ digest, content }) {
      // Answered with 201 when this or another repository of the registry has it, otherwise with an upload.
      const upload = await send('POST', `${base}/blobs/uploads/?mount=${digest}`, [201, 202])
      if (upload.status === 201) return
      const location = new URL(upload.headers.get('location') ?? '', base)
      location.searchParams.set('digest', digest)
      const headers = { 'content-type': 'application/octet-stream' }
      await send('PUT', location.href, [201], { headers, body: Buffer.from(content) })
    },
    async pushManifest({ mediaType, digest, content, tags }) {
      const headers = { 'content-type': mediaType }
      for (const reference of tags.length === 0 ? [digest] : tags) {
        await send('PUT', `${base}/manifests/${reference}`, [201], { headers, body: Buffer.from(content) })
      }
    },
  }
}

/** The token that the registry's challenge asks for (distribution project, "Token Authentication Specification"). */
async function fetchToken({
  endpoint,
  path,
  password,
}: {
  endpoint: string
  path: string
  password: string
}) {
  const asked = await fetch(`${endpoint}/v2/`)
  await asked.body?.cancel()
  const challenge = asked.headers.get('www-authenticate') ?? ''
  const realm = /\brealm="([^"]+)"/.exec(challenge)?.[1]
  const service = /\bservice="([^"]*)"/.exec(challenge)?.[1] ?? ''
  if (realm === undefined) throw new Error(`${endpoint}/v2/ does not say where its tokens are to be had.`)
  const query = new URLSearchParams({ service, scope: `repository:${path}:pull,push` })
  // The realm is where the world finds the registry; the demo catalogue stays with the program that it talks to.
  const response = await fetch(`${endpoint}${new URL(realm).pathname}?${query}`, {
    headers: { authorization: `Basic ${Buffer.from(`AWS:${password}`).toString('base64')}` },
  })
  const answer: unknown = await response.json()
  const token = typeof answer === 'object' && answer !== null && 'token' in answer ? answer.token : null
  if (!response.ok || typeof token !== 'string') {
    throw new Error(`The registry gave no token to push to ${path}: it answered ${response.status}.`)
  }
  return token
}
