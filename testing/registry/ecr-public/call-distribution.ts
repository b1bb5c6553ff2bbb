/** Calls the distribution API on the service of a test, as the owner: no sockets. */
import { Readable, Writable } from 'node:stream'
import { createDistribution } from '#registry/apis/distribution/handle-distribution-request.ts'
import type { HttpAnswer } from '#registry/wire/answer.ts'
import type { ApiTest } from './open-api-test.ts'

interface DistributionAnswer {
  status: number
  headers: Record<string, string>
  body: Buffer
}

interface Call {
  body?: Uint8Array | string
  headers?: Record<string, string>
}

/** Takes the method and what follows `/v2/<alias>/`. */
export type CallDistribution = (method: string, path: string, call?: Call) => Promise<DistributionAnswer>

/** The account must have a repository, and an alias with it. */
export async function openDistribution(api: ApiTest): Promise<CallDistribution> {
  const distribution = createDistribution(api.service)
  const { body: token } = await api.call('GetAuthorizationToken')
  const { authorizationToken } = token.authorizationData as { authorizationToken: string }
  const { body: described } = await api.call('DescribeRegistries')
  const [registry] = described.registries as { aliases: { name: string }[] }[]
  const alias = registry?.aliases[0]?.name
  return async (method, path, { body = '', headers = {} } = {}) => {
    const answer = await distribution.handle({
      method,
      url: `/v2/${alias}/${path}`,
      headers: { authorization: `Basic ${authorizationToken}`, ...headers },
      sourceIp: '127.0.0.1',
      body: Readable.from([Buffer.from(body)]),
    })
    return { status: answer.status, headers: answer.headers, body: await readAnswer(answer) }
  }
}

async function readAnswer({ body }: HttpAnswer): Promise<Buffer> {
  if (typeof body === 'string' || body instanceof Uint8Array) return Buffer.from(body)
  const chunks: Buffer[] = []
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      // The sender fills its buffer again.
      chunks.push(Buffer.from(chunk))
      done()
    },
  })
  await body.send(sink)
  return Buffer.concat(chunks)
}
