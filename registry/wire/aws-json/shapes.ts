/**
 * The shapes of the ECR Public service model (API version 2020-10-30) as schemas, with their constraints in
 * AWS's words. The model's patterns are not anchored; here they have to match the whole text.
 *
 * Lengths are counted in Unicode code points, as Smithy defines the length of a string: a character outside
 * the Basic Multilingual Plane counts once, though JavaScript's `length` counts it twice.
 */
import { z } from 'zod'
import { registryIdPattern, repositoryNamePattern } from '#lib/oci/repository-name.ts'
import { tagPattern } from '#lib/oci/tag.ts'

/** What a required member answers when it is absent or null; everything else of a wrong type is not readable. */
export const absentMessage = 'Member must not be null'

interface Bounds {
  min?: number
  max?: number
}

/** A string with a length in code points and a pattern for the whole of it. */
export function text({
  min = 0,
  max = Number.POSITIVE_INFINITY,
  pattern,
}: Bounds & { pattern?: RegExp } = {}) {
  return z.string({ error: typeError('String') }).superRefine((value, context) => {
    const issue = (message: string) => context.addIssue({ code: 'custom', message })
    const length = codePointLength(value, max)
    if (length < min) return issue(`Member must have length greater than or equal to ${min}`)
    if (length > max) return issue(`Member must have length less than or equal to ${max}`)
    if (pattern !== undefined && !pattern.test(value)) {
      return issue(`Member must satisfy regular expression pattern: ${withoutAnchors(pattern)}`)
    }
    // A lone surrogate has no UTF-8 form: storing it would silently change the text.
    if (!value.isWellFormed()) issue('Member must be well-formed Unicode text')
  })
}

/** A whole number within bounds. */
export function integer({ min, max = Number.MAX_SAFE_INTEGER }: { min: number; max?: number }) {
  return z.number({ error: typeError('Integer') }).superRefine((value, context) => {
    const issue = (message: string) => context.addIssue({ code: 'custom', message })
    if (value < min) return issue(`Member must have value greater than or equal to ${min}`)
    if (value > max) return issue(`Member must have value less than or equal to ${max}`)
    if (!Number.isInteger(value)) issue('Member must be a whole number')
  })
}

/** Bytes, which come in base64; bounded by their decoded length. */
export function blob({ max }: { max: number }) {
  return z.string({ error: typeError('Blob') }).transform((value, context): Uint8Array => {
    const issue = (message: string) => context.addIssue({ code: 'custom', message })
    const bytes = Buffer.from(value, 'base64')
    if (bytes.toString('base64') !== value) issue('Member must be valid base64 with its padding')
    else if (bytes.length > max) issue(`Member must have length less than or equal to ${max}`)
    return bytes
  })
}

export function flag() {
  return z.boolean({ error: typeError('Boolean') })
}

/** A list; its length is looked at before its members, so that an endless one costs nothing. */
export function list<Member extends z.ZodType>(
  member: Member,
  { min = 0, max }: { min?: number; max: number },
) {
  return z
    .array(z.unknown(), { error: typeError('List') })
    .superRefine((value, context) => {
      const issue = (message: string) => context.addIssue({ code: 'custom', message })
      if (value.length < min) issue(`Member must have length greater than or equal to ${min}`)
      if (value.length > max) issue(`Member must have length less than or equal to ${max}`)
    })
    .pipe(z.array(member))
}

/** A structure; members that the model doesn't know are ignored, as AWS ignores them. */
export function structure<Members extends z.ZodRawShape>(members: Members) {
  return z.object(members, { error: typeError('Structure') })
}

/** A member that may be absent; null counts as absent, as in every AWS JSON service. */
export function optional<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? undefined)
}

export const registryId = text({ pattern: registryIdPattern })
const registryIdOrAlias = text({ min: 2, max: 50 })
export const repositoryName = text({ min: 2, max: 205, pattern: repositoryNamePattern })
export const repositoryNameList = list(repositoryName, { min: 1, max: 100 })
const maxResults = integer({ min: 1, max: 1000 })
const nextToken = text()
export const layerDigest = text({ pattern: /^[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+$/ })
export const uploadId = text({
  pattern: /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/,
})
/** The model allows more; a tag that the distribution API cannot name would be of no use. */
export const imageTag = text({ min: 1, max: 300, pattern: tagPattern })
export const imageIdentifierList = list(
  structure({ imageDigest: optional(text()), imageTag: optional(text({ min: 1, max: 300 })) }),
  { min: 1, max: 100 },
)

/** Names the registry and one repository in it, as most operations do. */
export const repositoryReference = { registryId: optional(registryId), repositoryName }

/** The same where an alias may stand for the id, as in the layer operations. */
export const layerRepositoryReference = { registryId: optional(registryIdOrAlias), repositoryName }

/** The page of a list that is asked for. */
export const pageRequest = { nextToken: optional(nextToken), maxResults: optional(maxResults) }

export const repositoryCatalogDataInput = structure({
  description: optional(text({ max: 1024 })),
  architectures: optional(list(text({ min: 1, max: 50 }), { max: 50 })),
  operatingSystems: optional(list(text({ min: 1, max: 50 }), { max: 50 })),
  /** Base64 in JSON; its size and content are looked at by `toLogo`. */
  logoImageBlob: optional(z.string({ error: typeError('Blob') })),
  aboutText: optional(text({ max: 25_600 })),
  usageText: optional(text({ max: 25_600 })),
})

export type RepositoryCatalogDataInput = z.infer<typeof repositoryCatalogDataInput>

function typeError(wanted: string) {
  return (issue: { input?: unknown }): string =>
    issue.input === undefined || issue.input === null
      ? absentMessage
      : `${toJsonTypeName(issue.input)} cannot be converted to ${wanted}`
}

function toJsonTypeName(value: unknown): string {
  if (Array.isArray(value)) return 'LIST_VALUE'
  return typeof value === 'object' ? 'STRUCTURE_VALUE' : `${typeof value}_VALUE`.toUpperCase()
}

function codePointLength(value: string, max: number): number {
  // At most two UTF-16 units make one code point: what is longer than that need not be counted.
  if (value.length > max * 2) return value.length
  let length = 0
  for (const _ of value) length += 1
  return length
}

function withoutAnchors(pattern: RegExp): string {
  return pattern.source.replace(/^\^|\$$/g, '').replaceAll('\\/', '/')
}
