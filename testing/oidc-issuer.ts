/**
 * A real issuer of OpenID Connect on this machine: oidc-provider, with a public client for each audience. A user who is named
 * is logged in without a question, so that a test gets an ID token by the authorization code flow, as a person's tool does.
 */
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, SignJWT } from 'jose'
import { Provider } from 'oidc-provider'
import { findFreePort } from '#lib/config/find-free-port.ts'

export interface OidcIssuer {
  issuer: string
  /** How often its keys were read. */
  readonly keyReads: number
  /** An ID token for somebody, from the token endpoint. */
  login(subject: string, audience: string): Promise<string>
  /** Signs anything with the issuer's own key: what it would never issue. */
  sign(claims: object, header?: Partial<JWTHeaderParameters>): Promise<string>
  publicKey(): Promise<JWK>
  /** Signs with a new key from now on, and publishes that alone. */
  rotate(): Promise<void>
  stop(): Promise<void>
}

interface Signer {
  kid: string
  privateKey: CryptoKey
  publicKey: CryptoKey
  answer: ReturnType<Provider['callback']>
}

export async function startOidcIssuer(audiences: readonly string[]): Promise<OidcIssuer> {
  const port = await findFreePort()
  const issuer = `http://127.0.0.1:${port}`
  let keyReads = 0
  let generation = 0
  let { signer, provider } = await createSigner(issuer, audiences, generation)
  const server = createServer(async (request, response) => {
    if (request.url?.startsWith('/jwks')) keyReads += 1
    if (!request.url?.startsWith('/login/')) return signer.answer(request, response)
    const { params } = await provider.interactionDetails(request, response)
    const login = { accountId: params.login_hint }
    await provider.interactionFinished(request, response, { login, consent: {} })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    issuer,
    get keyReads() {
      return keyReads
    },
    login: (subject, audience) => logIn(issuer, subject, audience),
    sign: (claims, header = {}) =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: signer.kid, ...header })
        .sign(signer.privateKey),
    publicKey: () => exportJWK(signer.publicKey),
    async rotate() {
      generation += 1
      ;({ signer, provider } = await createSigner(issuer, audiences, generation))
    },
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function createSigner(issuer: string, audiences: readonly string[], generation: number) {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  const kid = `key-${generation}`
  const provider: Provider = new Provider(issuer, {
    clients: audiences.map((client_id) => ({
      client_id,
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      redirect_uris: [`${issuer}/done`],
    })),
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' }] },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/login/${uid}` },
    findAccount: (_: unknown, accountId: string) => ({ accountId, claims: () => ({ sub: accountId }) }),
    async loadExistingGrant({
      oidc,
    }: {
      oidc: { session: { accountId: string }; client: { clientId: string } }
    }) {
      const grant = new provider.Grant({
        accountId: oidc.session.accountId,
        clientId: oidc.client.clientId,
      })
      grant.addOIDCScope('openid')
      await grant.save()
      return grant
    },
  })
  return { provider, signer: { kid, privateKey, publicKey, answer: provider.callback() } satisfies Signer }
}

/** The authorization code flow with PKCE (RFC 7636), cookies and redirects as a browser has them. */
async function logIn(issuer: string, subject: string, audience: string): Promise<string> {
  const redirectUri = `${issuer}/done`
  const verifier = randomBytes(32).toString('base64url')
  const request = new URLSearchParams({
    client_id: audience,
    response_type: 'code',
    scope: 'openid',
    redirect_uri: redirectUri,
    login_hint: subject,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })
  const cookies = new Map<string, string>()
  let url = new URL(`${issuer}/auth?${request}`)
  for (let step = 0; step < 8 && !url.href.startsWith(redirectUri); step += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    if (location === null) throw new Error(`The issuer does not go on: ${await response.text()}`)
    url = new URL(location, url)
  }
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: audience,
      redirect_uri: redirectUri,
      code: url.searchParams.get('code') ?? '',
      code_verifier: verifier,
    }),
  })
  const { id_token: token } = (await response.json()) as { id_token?: string }
  if (token === undefined) throw new Error(`The issuer gives no token: ${url.href}`)
  return token
}
