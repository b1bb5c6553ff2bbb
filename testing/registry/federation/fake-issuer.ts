/** An issuer without a network, for tests with a clock of their own: it signs whatever it is told, and counts who asks it. */
import { exportJWK, generateKeyPair, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose'

export interface FakeIssuer {
  issuer: string
  fetchJson(url: string): Promise<unknown>
  /** Every address that was asked for. */
  asked: string[]
  /** Changes what is answered at an address; an error is thrown. */
  answer(url: string, document: unknown): void
  /** A new key instead of the old one. */
  rotate(): Promise<void>
  sign(claims: JWTPayload, header?: Partial<JWTHeaderParameters>): Promise<string>
  publicKey(): Promise<Record<string, unknown>>
}

export async function createFakeIssuer(issuer = 'https://token.example.com'): Promise<FakeIssuer> {
  const answers = new Map<string, unknown>()
  const asked: string[] = []
  const jwksUri = `${issuer}/keys`
  let generation = 0
  let pair = await generateKeyPair('RS256', { extractable: true })
  const publicKey = async () => ({
    ...(await exportJWK(pair.publicKey)),
    kid: `key-${generation}`,
    alg: 'RS256',
  })
  const publish = async () => {
    answers.set(jwksUri, { keys: [await publicKey()] })
  }
  answers.set(`${issuer}/.well-known/openid-configuration`, { issuer, jwks_uri: jwksUri })
  await publish()
  return {
    issuer,
    asked,
    publicKey,
    async fetchJson(url) {
      asked.push(url)
      const document = answers.get(url)
      if (document instanceof Error) throw document
      if (document === undefined) throw new Error('There is nothing.')
      return document
    },
    answer(url, document) {
      answers.set(url, document)
    },
    async rotate() {
      generation += 1
      pair = await generateKeyPair('RS256', { extractable: true })
      await publish()
    },
    sign: (claims, header = {}) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: `key-${generation}`, ...header })
        .sign(pair.privateKey),
  }
}
