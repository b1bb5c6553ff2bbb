/**
 * The shapes of what the gallery's own endpoints answer. The document at `/openapi.json` is made from them, the compiler holds
 * them against the types that the endpoints answer with, and tests against what a running gallery really answers.
 */
import { z } from 'zod'
import { REPOSITORY_KINDS } from '#lib/addresses/typed-operators.ts'
import type { CatalogFacts, FoundRepository, SearchResult, Suggestion } from '#lib/catalog/catalog.ts'
import type { NoteReason, QueryNote } from '#lib/catalog/query/explain-operators.ts'
import { FILE_ASPECTS, FILE_CHANGES } from '#lib/layers/compare-trees.ts'
import { ENTRY_KINDS } from '#lib/layers/layer-entry.ts'
import { ARTIFACT_KINDS } from '#lib/oci/artifact-kinds.ts'
import { SIGNATURE_STATES } from '#lib/oci/image-facts.ts'
import { PACKAGE_CHANGES } from '#lib/packages/compare-packages.ts'
import type { ContentsFacts } from '#lib/pages/image/get-contents-facts.ts'
import type { TagPage } from '#lib/pages/tags/select-tags.ts'
import { repositoryPullsAnswer } from '#lib/sources/ecr-public/gallery-extension.ts'
import { GRADES } from '#lib/vulnerabilities/grade-scan.ts'
import { SEVERITIES } from '#lib/vulnerabilities/scan.ts'
import { galleryStatus } from './gallery-status-shape.ts'
import type { ComparisonAnswer } from './to-comparison-text.ts'
import type { OpenSearchSuggestions } from './to-open-search-description.ts'

const count = z.int().min(0)
const alias = z.string().describe('The publisher, as in the image’s reference')
const repositoryName = z.string().describe('May contain slashes')
const logoSrc = z.string().nullable().describe('A path of this gallery; null where the publisher set no logo')
const time = z.iso.datetime({ offset: true })
const day = z.iso.date()

const repository: z.ZodType<FoundRepository> = z.strictObject({
  registryId: z
    .string()
    .regex(/^\d{12}$/)
    .describe('The account that owns the registry'),
  registryAlias: alias,
  repositoryName,
  publisherName: z.string().describe('The display name, or the alias where none is set'),
  verified: z.boolean(),
  description: z.string(),
  operatingSystems: z.array(z.string()).describe('Declared by the publisher, or found in the newest image'),
  architectures: z.array(z.string()),
  logoSrc,
  updatedAt: time,
  pullCount: count,
  newestTag: z
    .string()
    .nullable()
    .describe('The tag that is offered first; null where nothing is pushed yet'),
  kind: z.enum(REPOSITORY_KINDS).describe('What that tag names'),
  sizeBytes: count
    .nullable()
    .describe('Compressed, for the platform that is shown first; null until it has been read'),
  licence: z.string().nullable().describe('As the image states it'),
  isSigned: z
    .boolean()
    .describe('A signature is attached to the image. Whether it is right, has not been checked'),
  hasSbom: z.boolean().describe('A bill of materials is attached to the image'),
  isSignatureVerified: z
    .boolean()
    .describe(
      'This gallery has verified a signature of the image, by a signer from whom images of the repository are expected',
    ),
  lifecycle: z
    .strictObject({
      isDeprecated: z.boolean(),
      deprecatedSince: day.nullable().describe('Where a day is stated'),
      endsOn: day.nullable().describe('The last day'),
      successor: z.string().nullable().describe('ALIAS/NAME or ALIAS/NAME:TAG'),
    })
    .nullable()
    .describe('Whether the publisher calls it deprecated, or says that it ends; null where nothing is said'),
  matchedTag: z
    .string()
    .nullable()
    .describe(
      'The newest tag with those words of the search that stand in no name and no text; null for none',
    ),
  explanation: z
    .strictObject({
      words: z.array(
        z.strictObject({
          word: z.string(),
          found: z.array(z.strictObject({ term: z.string(), fields: z.array(z.string()) })),
        }),
      ),
      step: count.describe('How well the words fit, from 1 to 11'),
      isNamedPublisher: z.boolean().describe('The search names the publisher'),
      verified: z.boolean(),
      pulls: count.describe('In powers of two'),
      score: count.describe('What step and trust give together; higher ones come first'),
    })
    .exactOptional()
    .describe('With explain=1: why the repository stands where it does'),
})

const facet = z
  .array(
    z.strictObject({
      value: z.string().describe('As it stands in the URL'),
      label: z.string(),
      count,
      selected: z.boolean(),
    }),
  )
  .describe('Exact counts over everything that matches when this filter’s own selection is ignored')

/** With the words of notes, in English. */
export interface SearchAnswer extends SearchResult {
  notes: (QueryNote & { message: string })[]
}

const values = z.array(z.string()).describe('What it can be')
const example = z.string().describe('A filter as it could be')
const ofValue = { kind: z.literal('value'), name: z.string(), value: z.string() }
const ofOtherFilter = { kind: z.literal('other-filter'), name: z.string(), meant: z.string() }

const noteReason: z.ZodType<NoteReason> = z.union([
  z.strictObject({ kind: z.literal('negated') }),
  z.strictObject({ ...ofValue, values }),
  z.strictObject({ ...ofValue, example }),
  z.strictObject({ kind: z.literal('no-filter'), name: z.string() }),
  z.strictObject({ ...ofOtherFilter, values }),
  z.strictObject({ ...ofOtherFilter, example }),
  z.strictObject({
    kind: z.literal('unknown'),
    name: z.string(),
    isName: z.boolean().describe('It could have been the name of a repository'),
    filters: z.array(z.string()).describe('All that there are'),
  }),
])

const search: z.ZodType<SearchAnswer> = z.strictObject({
  totalResults: count,
  page: z.int().min(1).describe('A page behind the last one is answered with the last one'),
  pageCount: count,
  repositories: z.array(repository),
  publisher: z
    .strictObject({
      registryAlias: alias,
      publisherName: z.string(),
      verified: z.boolean(),
      repositoryCount: count,
    })
    .nullable()
    .describe('The publisher that the text names, on the first page'),
  facets: z.strictObject({
    verified: facet,
    operatingSystems: facet,
    architectures: facet,
    publishers: facet,
    types: facet,
    licences: facet,
    vouched: facet,
    updated: facet,
  }),
  correctedTerm: z
    .string()
    .exactOptional()
    .describe('The text whose results these are, where that of the query found too little'),
  without: z
    .array(z.string())
    .exactOptional()
    .describe('Words of the text that these results lack, where none has all of them'),
  notes: z
    .array(
      z.strictObject({
        part: z.string(),
        problem: z.enum(['unknown', 'value', 'negated']),
        reason: noteReason,
        message: z.string(),
        suggestion: z.strictObject({ part: z.string(), text: z.string() }).nullable(),
      }),
    )
    .describe('What was typed like a filter and is none, with what was probably meant'),
  offers: z
    .array(
      z.strictObject({
        registryAlias: alias,
        repositoryName,
        tag: z.string().nullable(),
        digest: z.string().nullable(),
      }),
    )
    .describe('What the text names exactly, but more than once, or under another alias here'),
})

const suggestion: z.ZodType<Suggestion> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('repository'),
    registryAlias: alias,
    repositoryName,
    publisherName: z.string(),
    verified: z.boolean(),
    description: z.string(),
    logoSrc,
  }),
  z.strictObject({
    kind: z.literal('publisher'),
    registryAlias: alias,
    publisherName: z.string(),
    verified: z.boolean(),
    repositoryCount: count,
  }),
  z.strictObject({ kind: z.literal('tag'), registryAlias: alias, repositoryName, tag: z.string() }),
])

const openSearchSuggestions: z.ZodType<OpenSearchSuggestions> = z.tuple([
  z.string().describe('What was typed'),
  z.array(z.string()).describe('Completions'),
  z.array(z.string()).describe('What each of them is'),
  z.array(z.string()).describe('Where each of them leads'),
])
const signature = z
  .strictObject({
    state: z
      .enum(SIGNATURE_STATES)
      .describe('"other-signer": verified, and not by whom the images of this repository are expected from'),
    by: z.string().nullable().describe('Who signed; null for what is not verified'),
  })
  .nullable()
  .describe('What came of verifying its signatures; null where there are none')

const tags: z.ZodType<TagPage> = z.strictObject({
  rows: z.array(
    z.strictObject({
      tag: z.string(),
      otherTags: z.array(z.string()).describe('Some more tags of the same image'),
      hiddenTagCount: count.describe('How many more there are'),
      digest: z.string(),
      type: z.string().describe('In words, such as "Multi-platform image" or "Helm chart"'),
      kind: z.enum(ARTIFACT_KINDS).describe('What it is: an image, or what else a registry can hold'),
      artifactMediaType: z.string().nullable(),
      sizeBytes: count.nullable().describe('Compressed; null where it is not known'),
      pushedAt: time.nullable(),
      line: z.string().nullable().describe('The version line, in the order by version'),
      fold: z
        .enum(['earlier', 'pre-release', 'attachment'])
        .nullable()
        .describe('Why the page folds it; null where it stands open'),
      platforms: z
        .array(z.string())
        .nullable()
        .describe('Such as linux/amd64; null where they could not be read in time'),
      attached: z
        .strictObject({ signatures: count, boms: count, attestations: count })
        .nullable()
        .describe('What is attached to it, which says nothing about whether it is right'),
      signature,
      pullCount: count.nullable().describe('Pulls by its tags; null where they are not known'),
    }),
  ),
  page: z.int().min(1),
  pageCount: count,
  foundCount: count.describe('Images that the query finds, on all pages'),
  imageCount: count.describe('Without signatures and the like, which are attached to images'),
  tagCount: count,
  attachmentCount: count.describe('Tags of signatures and the like'),
  defaultTag: z.string().nullable().describe('The tag to offer first'),
  latest: z
    .strictObject({ tags: z.array(z.string()) })
    .nullable()
    .describe('The other tags of the image that `latest` names; null without `latest`'),
  isTruncated: z.boolean().describe('The repository has more tags than are read'),
})

const facts: z.ZodType<Omit<CatalogFacts, 'syncError'>> = z.strictObject({
  repositoryCount: count,
  publisherCount: count,
  syncedAt: time.nullable().describe('When the endpoint was last read'),
  indexing: z
    .strictObject({ done: count, total: count })
    .nullable()
    .describe('How far the search is with reading the catalogue after a start without its index file'),
})

const health = z.strictObject({
  status: z
    .enum(['starting', 'reading', 'ok', 'stale'])
    .describe('"reading": for the first time; "stale": a source could not be read, and older data is shown'),
  facts,
})

const imageFacts = z.strictObject({
  digest: z.string(),
  kind: z.enum(ARTIFACT_KINDS),
  artifactMediaType: z.string().nullable(),
  platforms: z.array(
    z.strictObject({
      key: z.string().describe('As `?platform=` of the image’s page takes it'),
      text: z.string(),
      platform: z
        .strictObject({
          os: z.string(),
          architecture: z.string(),
          variant: z.string().nullable(),
          osVersion: z.string().nullable(),
          osFeatures: z.array(z.string()),
        })
        .nullable()
        .describe('Null where nothing states one'),
      digest: z.string(),
      sizeBytes: count.nullable(),
    }),
  ),
  sizeBytes: count.nullable().describe('Compressed, of the platform that is shown first'),
  licence: z.string().nullable(),
  sourceUrl: z.string().nullable(),
  documentationUrl: z.string().nullable(),
  version: z.string().nullable(),
  revision: z.string().nullable(),
  createdAt: time.nullable().describe('Null also for the dates of reproducible builds'),
  attached: z
    .strictObject({ signatures: count, boms: count, attestations: count })
    .describe('What is there; nothing says that it is right'),
  signature,
})

const attachedDocument = {
  attachment: z.string().describe('The manifest that attaches the document'),
  document: z.string().describe('Its digest; `/api/document` gives it'),
}
const grade = z.enum(GRADES)

const contents: z.ZodType<ContentsFacts> = z.strictObject({
  digest: z.string().describe('Of the image for one platform'),
  isPartial: z.boolean().describe('Something is still being read: ask again in a few seconds'),
  packages: z
    .strictObject({
      format: z.string().describe('Such as "SPDX 2.3"'),
      tool: z.string().nullable().describe('What made the document, as it says itself'),
      createdAt: time.nullable(),
      totalCount: count,
      types: z.array(z.strictObject({ type: z.string().nullable(), count })),
      licences: z
        .array(z.strictObject({ licence: z.string().nullable(), count }))
        .describe('Those of most packages; null for packages that state none'),
      ...attachedDocument,
    })
    .nullable()
    .describe('As the bill of materials lists them; null where none is attached'),
  vulnerabilities: z
    .strictObject({
      format: z.string(),
      scanner: z.string().nullable(),
      scannedAt: time.nullable(),
      open: z
        .strictObject({
          critical: count,
          high: count,
          medium: count,
          low: count,
          negligible: count,
          unknown: count,
        })
        .describe('Without those that are set aside'),
      setAside: count.describe('By statements of the publisher, each with a reason'),
      ...attachedDocument,
      grade: grade.nullable().describe('Null where the scan has no date'),
      drops: z
        .strictObject({ at: time, to: grade })
        .nullable()
        .describe('When the grade is one lower unless the image is scanned again; null for F'),
      rule: z.string().describe('How the grade is made'),
    })
    .nullable()
    .describe(
      'By the newest scan that is attached; null where none is, which does not mean that there are none',
    ),
})

const problem = z.strictObject({ message: z.string() })

const items = z.array(z.string()).nullable()
const comparedImage = z.strictObject({
  tag: z.string().nullable().describe('Null where the digest was asked for'),
  digest: z.string(),
  imageDigest: z.string().describe('Of the one that was chosen from an index; else the same'),
  platform: z.string().nullable(),
  sizeBytes: count.describe('Compressed'),
})

const finding = z.strictObject({
  id: z.string(),
  severity: z.enum(SEVERITIES),
  packageName: z.string().nullable(),
})

const fileSide = z.strictObject({
  kind: z.enum(ENTRY_KINDS),
  layer: z.int().describe('That it comes from, the lowest is 1'),
  sizeBytes: count,
  mode: count,
  uid: count,
  gid: count,
  target: z.string().nullable().describe('What a link names, as it was written'),
})

const fileDifference = z.strictObject({
  changes: z
    .array(
      z.strictObject({
        change: z.enum(FILE_CHANGES),
        path: z.string(),
        aspects: z.array(z.enum(FILE_ASPECTS)).describe('What differs of a file that both have'),
        before: fileSide.nullable(),
        after: fileSide.nullable(),
      }),
    )
    .describe('The first 10,000, by path'),
  counts: z.strictObject({ added: count, removed: count, changed: count }).describe('Of all'),
  sameCount: count,
})

const comparison: z.ZodType<ComparisonAnswer> = z.strictObject({
  registryAlias: alias,
  repositoryName,
  from: comparedImage,
  to: comparedImage,
  layers: z.strictObject({
    before: count,
    after: count,
    shared: count.describe('Layers that both have'),
    newBytes: count.describe('Compressed, of the layers that only the second has'),
  }),
  settings: z
    .array(
      z.strictObject({
        name: z.string(),
        kind: z.enum(['setting', 'variable', 'label']),
        before: items.describe('Null where it is not set'),
        after: items,
      }),
    )
    .describe('Those that differ'),
  sameSettings: count,
  packages: z
    .strictObject({
      changes: z.array(
        z.strictObject({
          change: z.enum(PACKAGE_CHANGES),
          name: z.string(),
          type: z.string().nullable(),
          before: z.array(z.string()).describe('Versions that only the first has'),
          after: z.array(z.string()),
        }),
      ),
      sameCount: count,
    })
    .nullable()
    .describe('By the bills of materials; null where one of both has none, or it is still being read'),
  vulnerabilities: z
    .strictObject({ fixed: z.array(finding), new: z.array(finding), sameCount: count })
    .nullable()
    .describe('Of what is open; null where no scanner has scanned both'),
  files: fileDifference.nullable().describe('Null while the layers are being read, and where they cannot be'),
})

/** By the names that they have in the document. */
export const apiAnswers = {
  Search: search,
  Suggestions: z.strictObject({ suggestions: z.array(suggestion) }),
  OpenSearchSuggestions: openSearchSuggestions,
  Tags: tags,
  Facts: imageFacts,
  Comparison: comparison,
  Contents: contents,
  Pulls: repositoryPullsAnswer,
  Health: health,
  Status: galleryStatus,
  Problem: problem,
} satisfies Record<string, z.ZodType>

export type ApiAnswerName = keyof typeof apiAnswers
