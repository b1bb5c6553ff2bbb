/**
 * An account of the real service as its clients see it, held by a test: Amazon ECR Public's JSON protocol and nothing beside it. Every call
 * has to be signed for `us-east-1` (Signature Version 4) with keys that the account has; it throttles without saying for how long, and
 * there is no feed, no health address and no other extension.
 */
import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { z } from 'zod'

export interface AwsKeys {
  accessKeyId: string
  secretAccessKey: string
  /** Of temporary credentials. */
  sessionToken?: string
}

export interface AwsRepository {
  name: string
  tags: readonly string[]
  /** Null where nobody has described it, for which the service has an exception of its own. */
  catalogData: Record<string, unknown> | null
}

export interface AwsAccount {
  url: string
  repositories: AwsRepository[]
  keys: AwsKeys[]
  /** How many of the next calls are throttled. */
  throttleNext: number
  /** Calls that were answered, by operation. */
  counts: Record<string, number>
  /** Access keys with which they were signed. */
  usedKeys: Set<string>
  /** Requests that are none of the API, such as `GET /gallery/registries`. */
  strange: string[]
  stop(): Promise<void>
}

const accountId = '123456789012'
/** Small, so that every list has several. */
const pageSize = 2
const alias = 'acme'
const signedAs =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/

const input = z.object({
  registryId: z.literal(accountId).optional(),
  repositoryName: z.string().optional(),
  repositoryNames: z.array(z.string()).optional(),
  resourceArn: z.string().optional(),
  // As the service model bounds it.
  maxResults: z.number().int().min(1).max(1000).optional(),
  nextToken: z.string().optional(),
})

class Refusal extends Error {
  override name = 'Refusal'
  readonly type: string
  constructor(type: string, message = '') {
    super(message)
    this.type = type
  }
}

/** Starts it on a free port of this machine. */
export async function startAwsAccount(keys: AwsKeys[], repositories: AwsRepository[]): Promise<AwsAccount> {
  const server = createServer(async (request, response) => {
    const body = await text(request)
    const answer = (status: number, content: object) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
      response.end(JSON.stringify(content))
    }
    const [service, operation = ''] = String(request.headers['x-amz-target']).split('.')
    if (request.method !== 'POST' || request.url !== '/' || service !== 'SpencerFrontendService') {
      account.strange.push(`${request.method} ${request.url}`)
      return answer(404, { __type: 'UnknownOperationException' })
    }
    try {
      account.usedKeys.add(requireSigned(account.keys, request, body))
      if (account.throttleNext > 0) {
        account.throttleNext -= 1
        throw new Refusal('ThrottlingException', 'Rate exceeded')
      }
      account.counts[operation] = (account.counts[operation] ?? 0) + 1
      const parsed = input.safeParse(JSON.parse(body))
      if (!parsed.success) throw new Refusal('InvalidParameterException', parsed.error.message)
      answer(200, run(account.repositories, operation, parsed.data))
    } catch (error) {
      if (error instanceof Refusal) return answer(400, { __type: error.type, message: error.message })
      answer(500, { __type: 'ServerException' })
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const account: AwsAccount = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    repositories,
    keys,
    throttleNext: 0,
    counts: {},
    usedKeys: new Set(),
    strange: [],
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return account
}

/** The access key; @throws {Refusal} with what the service says of each mistake */
function requireSigned(known: readonly AwsKeys[], { headers }: IncomingMessage, body: string) {
  const [, accessKeyId, day = '', region = '', service = '', names = '', signature] =
    signedAs.exec(headers.authorization ?? '') ?? []
  const date = String(headers['x-amz-date'])
  if (accessKeyId === undefined) throw new Refusal('MissingAuthenticationTokenException')
  const keys = known.find((one) => one.accessKeyId === accessKeyId)
  const invalid = 'The security token included in the request is invalid.'
  if (keys === undefined || headers['x-amz-security-token'] !== keys.sessionToken)
    throw new Refusal('UnrecognizedClientException', invalid)
  if (region !== 'us-east-1' || service !== 'ecr-public' || !date.startsWith(`${day}T`))
    throw new Refusal('InvalidSignatureException', 'Credential should be scoped to a valid region.')
  const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
  const signed = names.split(';')
  const isWhole = ['host', 'x-amz-date', 'x-amz-target'].every((name) => signed.includes(name))
  const request = [
    'POST',
    '/',
    '',
    ...signed.map((name) => `${name}:${headers[name]}`),
    '',
    names,
    hash(body),
  ]
  const scope = [day, region, service, 'aws4_request']
  const toSign = ['AWS4-HMAC-SHA256', date, scope.join('/'), hash(request.join('\n'))].join('\n')
  const key = scope.reduce<string | Buffer>((of, part) => sign(of, part), `AWS4${keys.secretAccessKey}`)
  const expected = sign(key, toSign).toString('hex')
  const isNow = Math.abs(Date.parse(iso) - Date.now()) < 300_000
  if (isWhole && isNow && expected === signature) return accessKeyId
  throw new Refusal('InvalidSignatureException', 'The request signature we calculated does not match.')
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const sign = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

function run(
  repositories: readonly AwsRepository[],
  operation: string,
  asked: z.output<typeof input>,
): object {
  const { repositoryName, repositoryNames, resourceArn } = asked
  const find = (name: string | undefined) => {
    const found = repositories.find((one) => one.name === name)
    if (found !== undefined) return found
    throw new Refusal('RepositoryNotFoundException', `The repository with name '${name}' does not exist.`)
  }
  switch (operation) {
    case 'DescribeRegistries': {
      const names = { name: alias, status: 'ACTIVE', primaryRegistryAlias: true, defaultRegistryAlias: true }
      const registryArn = `arn:aws:ecr-public::${accountId}:registry/${accountId}`
      const registryUri = `public.ecr.aws/${alias}`
      return {
        registries: [{ registryId: accountId, registryArn, registryUri, verified: false, aliases: [names] }],
      }
    }
    case 'DescribeRepositories': {
      const { items, ...rest } = cut(repositoryNames?.map(find) ?? repositories, asked)
      return { repositories: items.map(toWire), ...rest }
    }
    case 'DescribeImageTags': {
      const { items, ...rest } = cut(find(repositoryName).tags, asked)
      return { imageTagDetails: items.map(toWireTag), ...rest }
    }
    case 'GetRepositoryCatalogData': {
      const { catalogData } = find(repositoryName)
      if (catalogData === null) throw new Refusal('RepositoryCatalogDataNotFoundException', 'There is none.')
      return { catalogData }
    }
    case 'GetRegistryCatalogData':
      return { registryCatalogData: { displayName: 'Acme' } }
    case 'ListTagsForResource':
      find(resourceArn?.split(':repository/')[1])
      return { tags: [] }
    default:
      throw new Refusal('UnknownOperationException')
  }
}

/** A page; a token is good for its own list alone. */
function cut<Item>(all: readonly Item[], { nextToken, maxResults = pageSize }: z.output<typeof input>) {
  const from = nextToken === undefined ? 0 : Number(Buffer.from(nextToken, 'base64').toString())
  if (Number.isNaN(from)) throw new Refusal('InvalidParameterException', 'Invalid token.')
  const to = from + Math.min(maxResults, pageSize)
  const items = all.slice(from, to)
  return { items, ...(to < all.length && { nextToken: Buffer.from(String(to)).toString('base64') }) }
}

function toWire({ name }: AwsRepository) {
  return {
    repositoryArn: `arn:aws:ecr-public::${accountId}:repository/${name}`,
    registryId: accountId,
    repositoryName: name,
    repositoryUri: `public.ecr.aws/${alias}/${name}`,
    createdAt: 1_750_000_000.123,
  }
}

function toWireTag(imageTag: string) {
  const pushedAt = 1_750_000_000.5 + imageTag.length
  return {
    imageTag,
    createdAt: pushedAt,
    imageDetail: {
      imageDigest: `sha256:${createHash('sha256').update(imageTag).digest('hex')}`,
      imageSizeInBytes: 1_234_567,
      imagePushedAt: pushedAt,
      imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
      artifactMediaType: 'application/vnd.oci.image.config.v1+json',
    },
  }
}
