import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { type Config, type Endpoint, readConfig } from '#lib/config/config.ts'
import { fetchLogo, toLogoSource } from './fetch-logo.ts'

/** Without a file of sources there is one endpoint. */
function endpointOf({ source }: Config): Endpoint {
  if (source.kind === 'file') throw new Error('There is no file in these tests.')
  return source
}

describe('where a logo may come from', () => {
  const embedded = readConfig({ REGISTRY_PORT: '5151', REGISTRY_URL: 'http://images.example.com' })
  const endpoint = readConfig({ ECR_PUBLIC_ENDPOINT: 'http://registry.internal:9000' })
  const aws = readConfig({ ECR_PUBLIC_ENDPOINT: 'aws' })

  test.each([
    [
      'the embedded registry, by its own address',
      'http://images.example.com/logo/ab.png',
      embedded,
      'http://127.0.0.1:5151/logo/ab.png',
    ],
    [
      'the endpoint',
      'http://registry.internal:9000/logo/ab.png',
      endpoint,
      'http://registry.internal:9000/logo/ab.png',
    ],
    ['https', 'https://cdn.example.com/ab.png', aws, 'https://cdn.example.com/ab.png'],
  ])('%s', (_, url, config, expected) => {
    expect(toLogoSource(url, endpointOf(config), config)?.url.href).toBe(expected)
  })

  test.each([
    'http://cdn.example.com/ab.png',
    'http://127.0.0.1:6379/',
    'http://images.example.com.evil.test/logo/ab.png',
    'http://images.example.com:8080/logo/ab.png',
    'https://user:secret@cdn.example.com/ab.png',
    'https://cdn.example.com:8443/ab.png',
    'file:///etc/passwd',
    'data:image/png;base64,AAAA',
    'javascript:alert(1)',
    '//cdn.example.com/ab.png',
    'nonsense',
  ])('not %s', (url) => {
    expect(toLogoSource(url, endpointOf(embedded), embedded)).toBeNull()
  })

  test.each([
    'https://127.0.0.1/a.png',
    'https://[::1]/a.png',
    'https://169.254.169.254/a.png',
    'https://localhost/a.png',
    'https://2130706433/a.png',
  ])('nothing is called at %s', async (url) => {
    expect(await fetchLogo(url, endpointOf(aws), aws)).toBeNull()
  })
})

describe('what is taken', () => {
  let server: Server
  afterEach(() => server.close())

  async function fetchFrom(listener: RequestListener) {
    server = createServer(listener).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' ? String(address?.port) : ''
    const config = readConfig({ REGISTRY_PORT: port })
    return fetchLogo(`${config.registryUrl}/logo/ab.png`, endpointOf(config), config)
  }

  test('a picture, as it is', async () => {
    const logo = await fetchFrom((request, response) => {
      response.writeHead(200, { 'content-type': 'image/png; x=y' }).end(request.url)
    })
    expect(logo).toEqual({ bytes: new TextEncoder().encode('/logo/ab.png'), contentType: 'image/png' })
  })

  test.each<[string, RequestListener]>([
    [
      'another type',
      (_, response) => response.writeHead(200, { 'content-type': 'image/svg+xml' }).end('<svg/>'),
    ],
    ['no type', (_, response) => response.writeHead(200).end('x')],
    ['not found', (_, response) => response.writeHead(404, { 'content-type': 'image/png' }).end('x')],
    [
      'a redirect',
      (_, response) =>
        response.writeHead(302, { location: 'http://127.0.0.1:1/', 'content-type': 'image/png' }).end(),
    ],
    [
      'more than 1 MB',
      (_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.alloc(1_000_001)),
    ],
    [
      'a connection that breaks',
      (_, response) => {
        response.writeHead(200, { 'content-type': 'image/png', 'content-length': '9' })
        response.write('x')
        setTimeout(() => response.destroy(), 20)
      },
    ],
  ])('not %s', async (_, listener) => {
    expect(await fetchFrom(listener)).toBeNull()
  })
})
