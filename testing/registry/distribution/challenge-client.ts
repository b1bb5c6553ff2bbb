/**
 * A client that knows a password and nothing else: it sends each request bare, and asks for the token that the challenge names.
 * So whatever it can do, any client of the specification can.
 */
export interface Told {
  status: number
  headers: Headers
  bytes: Buffer
}

export interface Asked {
  method?: string
  headers?: Record<string, string>
  body?: Uint8Array<ArrayBuffer>
  /** Sends the body without telling its length. */
  isStream?: boolean
}

export type ChallengeClient = (path: string, asked?: Asked) => Promise<Told>

/** @param endpoint without a trailing slash; a path may also be a whole URL, as a `Location` is */
export function createChallengeClient(endpoint: string, password: string): ChallengeClient {
  const authorization = `Basic ${Buffer.from(`AWS:${password}`).toString('base64')}`

  async function requestToken(challenge: string): Promise<string> {
    const parameters = new Map(
      [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
    )
    const realm = new URL(parameters.get('realm') ?? '')
    const query = { service: parameters.get('service') ?? '', scope: parameters.get('scope') ?? '' }
    const answer = await fetch(`${endpoint}${realm.pathname}?${new URLSearchParams(query)}`, {
      headers: { authorization },
    })
    const { token } = (await answer.json()) as { token: string }
    return token
  }

  const send = async (
    path: string,
    { method = 'GET', headers = {}, body, isStream }: Asked,
    token?: string,
  ) => {
    const response = await fetch(new URL(path, endpoint), {
      method,
      headers: { ...headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      ...(body !== undefined && { body: isStream ? new Blob([body]).stream() : body }),
      ...(isStream && { duplex: 'half' as const }),
    })
    const bytes = Buffer.from(await response.arrayBuffer())
    return { status: response.status, headers: response.headers, bytes }
  }

  return async (path, asked = {}) => {
    const bare = await send(path, asked)
    const challenge = bare.headers.get('www-authenticate')
    return bare.status === 401 && challenge !== null ? send(path, asked, await requestToken(challenge)) : bare
  }
}
