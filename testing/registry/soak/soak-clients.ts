/** Who is at work during a soak: publishers that push, replace and delete, clients that pull, visitors, searches, and callers of the API. */
import { randomBytes, randomInt } from 'node:crypto'
import {
  CreateRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRPUBLICClient,
  GetAuthorizationTokenCommand,
  PutRepositoryCatalogDataCommand,
} from '@aws-sdk/client-ecr-public'
import { type Digest, toDigest } from '#lib/oci/digest.ts'
import { OCI_IMAGE } from '#lib/oci/media-types.ts'
import { AwayError, awayStatuses, fetchPatiently } from './try-again.ts'

export interface SoakPlace {
  galleryUrl: string
  registryUrl: string
  credentials: { accessKeyId: string; secretAccessKey: string }
  /** What visitors look at beside the repositories that are pushed to. */
  pages: readonly string[]
}

export interface KeptImage {
  /** `ALIAS/REPOSITORY`. */
  path: string
  tag: string
  digest: Digest
  layers: Digest[]
}

/** One thing that a client does, again and again. */
export type Step = () => Promise<void>

export interface SoakClients {
  /** By what the report calls them. */
  steps: Record<string, Step[]>
  /** What was acknowledged and stays: at the end all of it has to be there. */
  images: ReadonlyMap<string, KeptImage>
  close(): void
}

const repositoriesOfEach = 10
const tagsOfEach = 8
const largestLayerBytes = 300_000

/** @param alias of the registry whose credentials these are */
export function createSoakClients(place: SoakPlace): SoakClients {
  const images = new Map<string, KeptImage>()
  const client = new ECRPUBLICClient({
    endpoint: place.registryUrl,
    region: 'us-east-1',
    credentials: place.credentials,
    // Ours are counted.
    maxAttempts: 1,
  })
  const call = <T>(run: () => Promise<T>) => run().catch((error: unknown) => rethrow(error))
  const pushers = [0, 1].map((number) => createPusher(place, client, call, images, number))
  const anyImage = () => [...images.values()][randomInt(Math.max(images.size, 1))]
  return {
    images,
    close: () => client.destroy(),
    steps: {
      pushes: pushers,
      pulls: [0, 1, 2].map(() => async () => {
        const image = anyImage()
        if (image !== undefined) await pull(place.registryUrl, image, images)
      }),
      pages: [0, 1].map(() => async () => {
        const image = anyImage()
        const pages = [...place.pages]
        if (image !== undefined) pages.push(`/${image.path}`, `/${image.path}?tab=tags`)
        const path = pages[randomInt(pages.length)] ?? '/'
        const { status } = await fetchPatiently(`${place.galleryUrl}${path}`, { redirect: 'manual' })
        // The index hears of a new repository a moment later.
        const mayBeMissing = image !== undefined && path.startsWith(`/${image.path}`)
        if (status !== 200 && !(status === 404 && mayBeMissing)) throw new Error(`${path} answered ${status}`)
      }),
      searches: [
        async () => {
          const words = [
            'postgres',
            'soak',
            'cache os:linux',
            'tidewater',
            randomBytes(3).toString('hex'),
            '%',
          ]
          const word = encodeURIComponent(words[randomInt(words.length)] ?? '')
          const path = randomInt(2) === 0 ? `/api/search?searchTerm=${word}` : `/search?searchTerm=${word}`
          const { status } = await fetchPatiently(`${place.galleryUrl}${path}`)
          if (status !== 200) throw new Error(`${path} answered ${status}`)
        },
      ],
      'API calls': [
        async () => {
          const { repositories = [] } = await call(() =>
            client.send(new DescribeRepositoriesCommand({ maxResults: 100 })),
          )
          const repositoryName = repositories[randomInt(Math.max(repositories.length, 1))]?.repositoryName
          if (repositoryName === undefined) return
          await call(() => client.send(new DescribeImagesCommand({ repositoryName })))
          await call(() =>
            client.send(
              new PutRepositoryCatalogDataCommand({
                repositoryName,
                catalogData: {
                  description: `Soaked at ${new Date().toISOString()}`,
                  operatingSystems: ['Linux'],
                },
              }),
            ),
          )
        },
      ],
    },
  }
}

function createPusher(
  { registryUrl }: SoakPlace,
  client: ECRPUBLICClient,
  call: <T>(run: () => Promise<T>) => Promise<T>,
  images: Map<string, KeptImage>,
  number: number,
): Step {
  const paths = new Map<string, string>()
  /** Of the turn that is tried: where its image was, until the new one is there. */
  let turn = 0
  let old: KeptImage | undefined
  let authorization: string | null = null
  return async () => {
    const repositoryName = `soak-${number}/${turn % repositoriesOfEach}`
    const tag = `t${Math.floor(turn / repositoriesOfEach) % tagsOfEach}`
    authorization ??= await login(client, call)
    const path = paths.get(repositoryName) ?? (await createRepository(client, call, repositoryName))
    paths.set(repositoryName, path)
    const key = `${path}:${tag}`
    old = images.get(key) ?? old
    // Until it is acknowledged, either may be there.
    images.delete(key)
    const image = await push(registryUrl, { authorization, path, tag })
    images.set(key, image)
    if (old !== undefined) {
      const url = `${registryUrl}/v2/${path}/manifests/${old.digest}`
      const { status } = await fetchPatiently(url, { method: 'DELETE', headers: { authorization } })
      // Deleted before the answer was lost.
      if (status !== 202 && status !== 404) throw new Error(`DELETE ${url} answered ${status}`)
    }
    old = undefined
    turn += 1
  }
}

async function login(
  client: ECRPUBLICClient,
  call: <T>(run: () => Promise<T>) => Promise<T>,
): Promise<string> {
  const { authorizationData } = await call(() => client.send(new GetAuthorizationTokenCommand({})))
  return `Basic ${authorizationData?.authorizationToken}`
}

async function createRepository(
  client: ECRPUBLICClient,
  call: <T>(run: () => Promise<T>) => Promise<T>,
  repositoryName: string,
): Promise<string> {
  const known = await call(() =>
    client.send(new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] })),
  ).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'RepositoryNotFoundException') return null
    throw error
  })
  const uri =
    known?.repositories?.[0]?.repositoryUri ??
    (await call(() => client.send(new CreateRepositoryCommand({ repositoryName })))).repository?.repositoryUri
  return uri?.split('/').slice(1).join('/') ?? ''
}

async function push(
  registryUrl: string,
  { authorization, path, tag }: { authorization: string; path: string; tag: string },
): Promise<KeptImage> {
  const base = `${registryUrl}/v2/${path}`
  const send = async (method: string, url: string, body: Uint8Array<ArrayBuffer>, type: string) => {
    const headers = { authorization, 'content-type': type }
    const { status, body: answer } = await fetchPatiently(url, { method, headers, body })
    if (status !== 201) throw new Error(`${method} ${url} answered ${status}: ${answer}`)
  }
  const pushBlob = async (content: Uint8Array<ArrayBuffer>, mediaType: string) => {
    const digest = toDigest('sha256', content)
    await send('POST', `${base}/blobs/uploads/?digest=${digest}`, content, 'application/octet-stream')
    return { mediaType, digest, size: content.length }
  }
  const layerType = 'application/vnd.oci.image.layer.v1.tar+gzip'
  const layers = [
    await pushBlob(new Uint8Array(randomBytes(randomInt(1, largestLayerBytes))), layerType),
    // Every image has this one.
    await pushBlob(new Uint8Array(Buffer.from('the same')), layerType),
  ]
  const document = { os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: [] }, path, tag }
  const configType = 'application/vnd.oci.image.config.v1+json'
  const config = await pushBlob(new Uint8Array(Buffer.from(JSON.stringify(document))), configType)
  const manifest = new Uint8Array(
    Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_IMAGE, config, layers })),
  )
  await send('PUT', `${base}/manifests/${tag}`, manifest, OCI_IMAGE)
  const digests = [...layers.map(({ digest }) => digest), config.digest]
  return { path, tag, digest: toDigest('sha256', manifest), layers: digests }
}

/** Pulls everything of it and hashes what comes; what was replaced meanwhile may be gone. @throws {Error} naming what is wrong */
export async function pull(
  registryUrl: string,
  image: KeptImage,
  images: ReadonlyMap<string, KeptImage>,
): Promise<void> {
  const { path, tag, digest, layers } = image
  const scope = `scope=repository:${path}:pull&service=public-gallery`
  const { body } = await fetchPatiently(`${registryUrl}/token/?${scope}`)
  const { token } = JSON.parse(String(body)) as { token: string }
  const headers = { authorization: `Bearer ${token}`, accept: OCI_IMAGE }
  const wanted = [
    [`manifests/${digest}`, digest],
    ...layers.map((layer) => [`blobs/${layer}`, layer]),
  ] as const
  for (const [place, expected] of wanted) {
    const url = `${registryUrl}/v2/${path}/${place}`
    const answer = await fetchPatiently(url, { headers })
    const found = answer.status === 200 ? toDigest('sha256', new Uint8Array(answer.body)) : answer.status
    if (found === expected) continue
    if (images.get(`${path}:${tag}`) !== image) return
    throw new Error(`${url} is ${found}`)
  }
}

/** The SDK's errors in the words of `tryAgain`. */
function rethrow(error: unknown): never {
  if (!(error instanceof Error)) throw error
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
  if (status === undefined || awayStatuses.has(status)) throw new AwayError(error.message, { cause: error })
  throw error
}
