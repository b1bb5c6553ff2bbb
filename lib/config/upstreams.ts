/**
 * Registries whose images can be pulled through this one, from the file that UPSTREAMS_FILE names. None is contacted unless
 * it is in that file, and of each only the repositories that its entry allows.
 */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type Config, ConfigError } from './config.ts'
import { toEntryPlace } from './entry-place.ts'
import { isLoopback } from './listening-address.ts'

export interface Upstream {
  /** As references name it: `docker.io`. Shown to visitors. */
  host: string
  /** Where it is called, without a trailing slash. */
  origin: string
  /** The first part of its repositories here, as an alias is. */
  namespace: string
  /** Names with `*` for any characters; of the upstream, so without the namespace. */
  repositories: string[]
  credentials: UpstreamCredentials | null
  /** Hosts, with their ports where those are not the usual ones, at which tokens may be asked for. */
  tokenRealms: string[]
  /** Those of them that the operator has named. */
  namedRealms: string[]
  /** Without a byte for so long it counts as silent. */
  timeoutMs: number
  /** For how long a tag is answered without asking. */
  freshMs: number
  /** For how long after the last answer of the upstream a tag is answered while the upstream fails. */
  staleMs: number
  /** What is kept of its layers. */
  maxBytes: number
  /** True where its own host may have an address that is not on the public internet. */
  isPrivate: boolean
}

/** Read when they are needed, so that they can be changed; never logged. */
export interface UpstreamCredentials {
  username: string
  /** @throws {Error} when the password cannot be read */
  readPassword(): string
}

/** Where references of a host are called, when that is another one. */
const originHosts: Readonly<Record<string, string>> = { 'docker.io': 'registry-1.docker.io' }

/** Where the public registries give tokens. */
const knownRealms: readonly string[] = ['auth.docker.io', 'ghcr.io', 'public.ecr.aws', 'quay.io']

const hostPattern = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/
const host = z
  .string()
  .max(255)
  .regex(hostPattern, 'must be a host in lower case, optionally with a port')
  .refine((text) => URL.canParse(`https://${text}`), 'is no host, or its port is none')
const seconds = (fallback: number, max: number) => z.number().int().min(0).max(max).default(fallback)

const upstreamEntry = z
  .strictObject({
    host,
    namespace: z
      .string()
      .max(50)
      .regex(
        /^[a-z][a-z0-9]+(?:[._-][a-z0-9]+)*$/,
        "must have 2 to 50 characters, begin with a letter, and consist of a-z, 0-9 and single '.', '_' or '-' between them",
      ),
    repositories: z
      .array(
        z
          .string()
          .max(255)
          .regex(/^[a-z0-9._/*-]+$/, 'must be a repository name, with * for any characters'),
      )
      .min(1, "must allow a repository: ['library/*'], or ['*'] for all")
      .max(1000),
    username: z.string().min(1).max(255).optional(),
    passwordFile: z.string().min(1).optional(),
    passwordVariable: z
      .string()
      .regex(/^[A-Z_][A-Z0-9_]*$/, 'must be the name of an environment variable')
      .optional(),
    tokenRealms: z.array(host).max(20).default([]),
    timeoutSeconds: z.number().int().min(1).max(120).default(15),
    freshSeconds: seconds(300, 31_536_000),
    staleSeconds: seconds(30 * 86_400, 315_360_000),
    maxMegabytes: z.number().min(1).max(1_000_000_000).default(10_240),
    private: z.boolean().default(false),
    plainHttp: z.boolean().default(false),
  })
  .check(({ value, issues }) => {
    const report = (field: string, message: string) =>
      issues.push({ code: 'custom', input: value, path: [field], message })
    const isHere = isLoopback(toName(value.host))
    if (value.plainHttp && !isHere) {
      report('plainHttp', 'is for localhost and 127.0.0.1 only: all others are called with TLS')
    }
    if (isHere && !value.private) report('host', 'is this machine, which needs "private": true')
    const sources = [value.passwordFile, value.passwordVariable].filter((given) => given !== undefined)
    if (sources.length > 1) report('passwordVariable', 'and passwordFile cannot both be set')
    if ((value.username === undefined) !== (sources.length === 0)) {
      report('username', 'goes with passwordFile or passwordVariable, and they with it')
    }
  })

const upstreamsFile = z
  .array(upstreamEntry)
  .max(50)
  .check(({ value, issues }) => {
    for (const field of ['host', 'namespace'] as const) {
      const seen = new Set<string>()
      for (const [position, entry] of value.entries()) {
        const given = entry[field]
        const message = `'${given}' is the ${field} of another upstream`
        if (seen.has(given)) issues.push({ code: 'custom', input: value, path: [position, field], message })
        seen.add(given)
      }
    }
  })

/**
 * The upstreams; none where no file is configured.
 * @throws {ConfigError} naming everything that is wrong with the file
 */
export function readUpstreams({ upstreamsFile: path }: Pick<Config, 'upstreamsFile'>): Upstream[] {
  if (path === null) return []
  const parsed = upstreamsFile.safeParse(readJson(path))
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${toEntryPlace(issue.path)}${issue.message}`)
    throw new ConfigError(`UPSTREAMS_FILE ${path} cannot be used:\n${lines.join('\n')}`)
  }
  return parsed.data.map((entry) => {
    const scheme = entry.plainHttp ? 'http' : 'https'
    // As addresses have them, with which they are compared: without the usual port.
    const origin = new URL(`${scheme}://${originHosts[entry.host] ?? entry.host}`)
    const namedRealms = entry.tokenRealms.map((realm) => new URL(`https://${realm}`).host)
    return {
      host: entry.host,
      origin: origin.origin,
      namespace: entry.namespace,
      repositories: entry.repositories,
      credentials: toCredentials(entry),
      tokenRealms: [origin.host, ...knownRealms, ...namedRealms],
      namedRealms,
      timeoutMs: entry.timeoutSeconds * 1000,
      freshMs: entry.freshSeconds * 1000,
      staleMs: entry.staleSeconds * 1000,
      maxBytes: entry.maxMegabytes * 1_000_000,
      isPrivate: entry.private,
    }
  })
}

/** May this repository of the upstream be pulled here? A `*` stands for any characters, `/` among them. */
export function isAllowedRepository({ repositories }: Pick<Upstream, 'repositories'>, name: string): boolean {
  return repositories.some((pattern) => matches(pattern.split('*'), name))
}

/** Each part where it first fits, which is enough, and linear in the name for each part. */
function matches(parts: readonly string[], name: string): boolean {
  const [first = '', ...rest] = parts
  const last = rest.pop()
  if (last === undefined) return name === first
  if (!name.startsWith(first)) return false
  let at = first.length
  for (const part of rest) {
    const found = name.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return name.length - last.length >= at && name.endsWith(last)
}

function toCredentials({
  username,
  passwordFile,
  passwordVariable,
}: z.output<typeof upstreamEntry>): UpstreamCredentials | null {
  if (username === undefined) return null
  return {
    username,
    readPassword() {
      const password =
        passwordFile === undefined
          ? process.env[passwordVariable ?? '']
          : readFileSync(passwordFile, 'utf8').trim()
      if (!password) throw new Error(`${passwordFile ?? passwordVariable} has no password.`)
      return password
    },
  }
}

function toName(text: string): string {
  return text.replace(/:\d+$/, '')
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ConfigError(`UPSTREAMS_FILE ${path} cannot be read as JSON: ${reason}`, { cause: error })
  }
}
