/**
 * What a Node program can answer at most on this machine: 400 bytes from memory to every request, with the headers of a manifest. Prints its
 * address, and ends with whoever has started it.
 */
import { createServer } from 'node:http'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'

const body = Buffer.alloc(400, 'x')
const headers = {
  'content-type': OCI_IMAGE,
  'content-length': body.length,
  'docker-content-digest': `sha256:${'0'.repeat(64)}`,
}

const server = createServer((_request, response) => {
  response.writeHead(200, headers).end(body)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address !== null) console.log(`http://127.0.0.1:${address.port}/`)
})
