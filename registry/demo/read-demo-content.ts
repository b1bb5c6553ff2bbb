/**
 * Reads the demo catalogue from `publishers/ALIAS/…`. A publisher is a folder named by its alias, with a `publisher.json`;
 * a repository is a folder in it, with a `repository.json` and, each only where there is one, `about.md`, `usage.md`,
 * `logo.svg` and `images.json`. A repository of which only the name is given has no catalogue data at all.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { type DemoImages, imagesFile } from './images/demo-images.ts'

const contentFolder = fileURLToPath(new URL('./publishers/', import.meta.url))

const publisherFile = z.strictObject({
  accountId: z.string().regex(/^\d{12}$/),
  displayName: z.string().max(100).default(''),
  description: z.string().max(500).default(''),
  website: z
    .url({ protocol: /^https$/ })
    .or(z.literal(''))
    .default(''),
  verified: z.boolean(),
  /** Where the publisher keeps its sources; those of a repository are below it, under its name. */
  source: z.url().optional(),
})

/** When the releases came, before the day on which the catalogue is made; pulls are those of the last thirty days. */
const history = z.strictObject({
  newestDaysAgo: z.number().int().min(0).max(3_650),
  everyDays: z.number().int().min(1).max(3_650).default(1),
  pulls: z.number().int().min(0).default(0),
})

const repositoryFile = z.strictObject({
  name: z.string().min(2).max(205),
  description: z.string().min(1).max(1024).optional(),
  architectures: z.array(z.string().min(1).max(50)).max(50).optional(),
  operatingSystems: z.array(z.string().min(1).max(50)).max(50).optional(),
  resourceTags: z.record(z.string().max(128), z.string().max(256)).default({}),
  /** An SPDX licence expression, which every image and chart states. */
  licence: z.string().min(1).optional(),
  /** Instead of the place below the publisher's. */
  source: z.url().optional(),
  history,
})

const markdown = z.string().min(1).max(25_600).optional()

export interface DemoPublisher {
  alias: string
  accountId: string
  /** Empty for a publisher that has set none. */
  displayName: string
  /** Of the publisher's page; both empty where there is none. */
  description: string
  website: string
  verified: boolean
  repositories: DemoRepository[]
}

export type DemoHistory = z.infer<typeof history>

export interface DemoRepository extends z.infer<typeof repositoryFile> {
  /** GitHub-flavoured Markdown in which `{{host}}` stands for the registry's host, `{{gallery}}` for the gallery's URL. */
  aboutText?: string | undefined
  usageText?: string | undefined
  /** The text of an SVG file; the API takes it as PNG. */
  logoSvg?: string | undefined
  /** What is pushed into it; nothing where there is none. */
  images?: DemoImages | undefined
}

/**
 * Reads and checks all of it; publishers and repositories come in the order of their folders' names.
 * @throws {Error} naming the file that cannot be used
 */
export function readDemoContent(folder = contentFolder): DemoPublisher[] {
  return listFolders(folder).map((alias) => {
    const publisherFolder = join(folder, alias)
    const { source, ...publisher } = parseFile(join(publisherFolder, 'publisher.json'), publisherFile)
    const repositories = listFolders(publisherFolder).map((name) =>
      readRepository(join(publisherFolder, name), source),
    )
    return { alias, ...publisher, repositories }
  })
}

function readRepository(folder: string, publisherSource: string | undefined): DemoRepository {
  const repository = parseFile(join(folder, 'repository.json'), repositoryFile)
  const source = repository.source ?? (publisherSource && `${publisherSource}/${repository.name}`)
  return {
    ...repository,
    ...(source !== undefined && { source }),
    aboutText: readText(join(folder, 'about.md'), markdown),
    usageText: readText(join(folder, 'usage.md'), markdown),
    logoSvg: readText(join(folder, 'logo.svg'), z.string().optional()),
    images: readImages(join(folder, 'images.json')),
  }
}

function readImages(path: string): DemoImages | undefined {
  return existsSync(path) ? parseFile(path, imagesFile) : undefined
}

function listFolders(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

function parseFile<T extends z.ZodType>(path: string, schema: T): z.infer<T> {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    throw new Error(`The demo catalogue's ${path} cannot be used.`, { cause })
  }
}

function readText<T extends z.ZodType>(path: string, schema: T): z.infer<T> {
  try {
    return schema.parse(existsSync(path) ? readFileSync(path, 'utf8') : undefined)
  } catch (cause) {
    throw new Error(`The demo catalogue's ${path} cannot be used.`, { cause })
  }
}
