/** Pulls an image as any client does without a login: a token, the manifest, then every blob, each compared with its digest. */
import { z } from 'zod'
import { toDigest } from '#lib/oci/digest.ts'

const manifestShape = z.object({
  config: z.object({ digest: z.string() }),
  layers: z.array(z.object({ digest: z.string() })),
})

/**
 * @param name of the repository, with its registry's alias
 * @throws {Error} when a step is not answered with 200, or with other bytes than its digest says
 */
export async function pullImage(registryUrl: string, name: string, reference: string): Promise<void> {
  const { token } = z
    .object({ token: z.string() })
    .parse(await (await fetch(`${registryUrl}/token/?scope=repository:${name}:pull`)).json())
  const read = async (path: string) => {
    const url = `${registryUrl}/v2/${name}/${path}`
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
    const bytes = Buffer.from(await response.arrayBuffer())
    if (response.status !== 200) throw new Error(`${url} answered ${response.status}: ${bytes.toString()}`)
    return bytes
  }
  const manifest = manifestShape.parse(JSON.parse((await read(`manifests/${reference}`)).toString()))
  for (const { digest } of [manifest.config, ...manifest.layers]) {
    const found = toDigest('sha256', await read(`blobs/${digest}`))
    if (found !== digest) throw new Error(`${digest} came as ${found}.`)
  }
}
