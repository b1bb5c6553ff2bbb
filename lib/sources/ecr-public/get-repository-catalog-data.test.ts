import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { ECRPUBLICClient } from '@aws-sdk/client-ecr-public'
import { afterEach, expect, test } from 'vitest'
import { getRepositoryCatalogData } from './get-repository-catalog-data.ts'

let server: Server | null = null
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function read(status: number, body: object) {
  server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' }
  const client = new ECRPUBLICClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 })
  const api = { client, endpoint, pacer: null }
  return getRepositoryCatalogData(api, { registryId: '111111111111', repositoryName: 'app' })
}

const nothing = {
  description: '',
  aboutText: '',
  usageText: '',
  architectures: [],
  operatingSystems: [],
  logoUrl: null,
}

test.each([{ catalogData: {} }, { catalogData: null }, {}])(
  '%j is a repository that says nothing',
  async (body) => {
    expect(await read(200, body)).toEqual(nothing)
  },
)

test.each(['RepositoryCatalogDataNotFoundException', 'RepositoryNotFoundException'])(
  'an endpoint that answers %s has none, which is no failure',
  async (__type) => {
    expect(await read(400, { __type, message: 'none' })).toBeNull()
  },
)

test('any other error is one', async () => {
  const denied = read(400, { __type: 'AccessDeniedException', message: 'no' })
  await expect(denied).rejects.toMatchObject({ name: 'EcrPublicError' })
})
