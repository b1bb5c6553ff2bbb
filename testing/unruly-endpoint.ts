/**
 * A program for tests: an endpoint of the ECR Public API's JSON protocol (and of AssumeRole) that misbehaves as it is told by
 * `POST /control`. `GET /control` tells what it holds, which is the truth for a test, and counts the
 * requests. Prints its URL once it listens.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { type ListedRepository, toPage, toTags, toWireRepository } from './unruly-catalogue.ts'
import { type Control, control, type Faults, noFaults } from './unruly-faults.ts'

const requestBody = z.object({
  registryId: z.string().optional(),
  repositoryName: z.string().optional(),
  repositoryNames: z.array(z.string()).optional(),
  nextToken: z.string().optional(),
})
type Input = z.infer<typeof requestBody>

let faults: Faults = noFaults
const repositories = new Map<string, ListedRepository>()
const counts: Record<string, number> = {}
const faultCounts = { throttled: 0, silent: 0, closed: 0, failed: 0, repeated: 0 }
const keys = new Set<string>()
let requests = 0
let passes = 0
let sentAt: number[] = []

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy())
}).listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  const address = server.address()
  console.log(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`)
})
process.on('SIGTERM', () => process.exit(0))

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request)
  if (request.url === '/control') return answerControl(request, response, body)
  if (request.method !== 'POST' || request.url !== '/') return send(response, 404, { message: 'not found' })
  if (body.includes('Action=AssumeRole')) return assumeRole(response, body)
  const operation = String(request.headers['x-amz-target']).split('.')[1] ?? ''
  counts[operation] = (counts[operation] ?? 0) + 1
  keys.add(/Credential=([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '')
  const input = requestBody.parse(JSON.parse(body))
  if (misbehave(operation, input, response)) return
  const output = run(operation, input)
  if (faults.closeEvery > 0 && requests % faults.closeEvery === 0) {
    faultCounts.closed += 1
    const whole = JSON.stringify(output)
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1', 'content-length': whole.length })
    response.write(whole.slice(0, whole.length / 2), () => response.destroy())
    return
  }
  if ('__type' in output) return send(response, 400, output)
  send(response, 200, output)
}

function answerControl(request: IncomingMessage, response: ServerResponse, body: string): void {
  if (request.method === 'POST') {
    const wanted: Control = control.parse(JSON.parse(body))
    faults = wanted.faults
    for (const { registryId, name, tags } of wanted.add)
      repositories.set(`${registryId}/${name}`, { registryId, name, tags })
    for (const key of wanted.remove) repositories.delete(key)
  }
  send(response, 200, {
    counts,
    faultCounts,
    keys: [...keys],
    repositories: [...repositories.values()].map((one) => ({ ...one, tagNames: toTags(one) })),
  })
}

/** True when an answer has been given, or none will be. */
function misbehave(operation: string, { repositoryName }: Input, response: ServerResponse): boolean {
  requests += 1
  const fail = (status: number, name: string, message = '', headers: Record<string, string> = {}) => {
    send(response, status, { __type: name, message }, headers)
    return true
  }
  if (faults.answer !== null) {
    const { status, name, message, date, html } = faults.answer
    if (html !== undefined) {
      response.writeHead(status, { 'content-type': 'text/html' }).end(html)
      return true
    }
    return fail(status, name, message, date === undefined ? {} : { date })
  }
  if (faults.deny === operation) {
    const message = `User: arn:aws:iam::111111111111:user/gallery is not authorized to perform: ecr-public:${operation} on resource: *`
    return fail(400, 'AccessDeniedException', message)
  }
  if (repositoryName !== undefined && faults.failing.includes(repositoryName))
    return fail(500, 'ServerException')
  const now = performance.now()
  sentAt = sentAt.filter((at) => at > now - 1000)
  if (faults.perSecond > 0 && sentAt.length >= faults.perSecond) {
    faultCounts.throttled += 1
    const headers = faults.retryAfterSeconds === 0 ? {} : { 'retry-after': String(faults.retryAfterSeconds) }
    return fail(400, 'ThrottlingException', 'Rate exceeded', headers as Record<string, string>)
  }
  sentAt.push(now)
  if (faults.silentTimes > faultCounts.silent && requests % 50 === 0) {
    faultCounts.silent += 1
    return true
  }
  if (faults.failEvery > 0 && requests % faults.failEvery === 0) {
    faultCounts.failed += 1
    return fail(faultCounts.failed % 2 === 0 ? 500 : 503, 'ServerException', 'Try again.')
  }
  return false
}

function run(operation: string, input: Input): object {
  const { registryId = '', repositoryName = '', repositoryNames, nextToken } = input
  const known = repositories.get(`${registryId}/${repositoryName}`)
  const missing = { __type: 'RepositoryNotFoundException', message: 'There is none.' }
  switch (operation) {
    case 'DescribeRegistries': {
      const ids = [...new Set([...repositories.values()].map((one) => one.registryId))].sort()
      const { items, next } = cut(ids, nextToken)
      return {
        registries: items.map((id) => ({
          registryId: id,
          registryArn: `arn:aws:ecr-public::${id}:registry/${id}`,
          registryUri: `images.example/r${id.slice(-4)}`,
          verified: false,
          aliases: [
            {
              name: `r${id.slice(-4)}`,
              status: 'ACTIVE',
              primaryRegistryAlias: true,
              defaultRegistryAlias: true,
            },
          ],
        })),
        nextToken: next,
      }
    }
    case 'DescribeRepositories': {
      if (repositoryNames !== undefined) {
        const one = repositories.get(`${registryId}/${repositoryNames[0]}`)
        return one === undefined ? missing : { repositories: [toWireRepository(one)] }
      }
      if (nextToken === undefined) passes += 1
      else if (faults.failLaterPages === operation)
        return { __type: 'InvalidParameterException', message: 'The token is not good any more.' }
      const own = [...repositories.values()].filter((one) => one.registryId === registryId)
      const { items, next } = cut(faults.reorder ? rotate(own, passes * 37) : own, nextToken)
      return { repositories: items.map(toWireRepository), nextToken: next }
    }
    case 'GetRepositoryCatalogData':
      return known === undefined
        ? missing
        : {
            catalogData: {
              description: `All about ${known.name}`,
              operatingSystems: ['Linux'],
              architectures: ['ARM'],
            },
          }
    case 'DescribeImageTags': {
      if (known === undefined) return missing
      const { items, next } = cut(toTags(known), nextToken)
      return { imageTagDetails: items.map((tag, at) => toWireTag(known, tag, at)), nextToken: next }
    }
    case 'GetRegistryCatalogData':
      return { registryCatalogData: { displayName: '' } }
    default:
      return { __type: 'UnknownOperationException' }
  }
}

/** One page; a repeated one has what the page before had, and goes on all the same, so that its own is missed. */
function cut<Item>(items: readonly Item[], token: string | undefined) {
  const isRepeated = token !== undefined && faults.repeatEvery > 0 && requests % faults.repeatEvery === 0
  if (isRepeated) faultCounts.repeated += 1
  return toPage(items, token, faults.pageSize, isRepeated)
}

function rotate<Item>(items: readonly Item[], by: number): Item[] {
  const at = items.length === 0 ? 0 : by % items.length
  return [...items.slice(at), ...items.slice(0, at)]
}

function toWireTag({ name }: ListedRepository, imageTag: string, position: number) {
  const imageDigest = `sha256:${Buffer.from(`${name}:${imageTag}`).toString('hex').padEnd(64, '0').slice(0, 64)}`
  const imagePushedAt = 1_760_000_000 + position
  return { imageTag, createdAt: imagePushedAt, imageDetail: { imageDigest, imagePushedAt } }
}

function assumeRole(response: ServerResponse, body: string): void {
  counts.AssumeRole = (counts.AssumeRole ?? 0) + 1
  const given = new URLSearchParams(body)
  response.setHeader('content-type', 'text/xml')
  if (given.get('ExternalId') !== 'g-42') {
    const message = `User: arn:aws:iam::111111111111:user/gallery is not authorized to perform: sts:AssumeRole on resource: ${given.get('RoleArn')}`
    response.writeHead(403)
    response.end(
      `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
    )
    return
  }
  const expiration = new Date(Date.now() + 3_600_000).toISOString()
  response.end(
    `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIAOFTHEROLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></AssumeRoleResponse>`,
  )
}

function send(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', ...headers })
  response.end(JSON.stringify(body))
}
