/**
 * The gallery's own endpoints as the document at `/openapi.json` describes them: each file under `app/api` has one entry here,
 * the internal ones excepted, and a test holds the two against each other.
 */
import { z } from 'zod'
import { SORT_ORDERS } from '#lib/addresses/search-params.ts'
import { TAG_SORTS } from '#lib/addresses/tag-query.ts'
import { REPOSITORY_KINDS, UPDATED_WITHIN } from '#lib/addresses/typed-operators.ts'
import { VOUCHES } from '#lib/catalog/query/search-query.ts'
import { DEFAULT_LANGUAGE, LANGUAGES } from '#lib/language/languages.ts'
import { ARCHITECTURES, OPERATING_SYSTEMS } from '#lib/oci/platform-labels.ts'
import type { ApiAnswerName } from './api-answers.ts'

export interface ApiOperation {
  /** As the document writes it. */
  path: string
  operationId: string
  summary: string
  /** Parameters of the URL that follow the `?`; all can be left out. */
  query: Record<string, z.ZodType>
  /** By status: JSON in one of the shapes of a list, nothing, a picture, a feed, a table, or somebody else's JSON. */
  answers: Record<
    number,
    {
      description: string
      content: readonly ApiAnswerName[] | 'nothing' | 'image' | 'feed' | 'csv' | 'document' | 'file'
    }
  >
}

const page = z.int().min(1).default(1)
const namedLanguage = z
  .enum(LANGUAGES)
  .default(DEFAULT_LANGUAGE)
  .describe("Of what the gallery says itself; a publisher's texts stay as they are")
const feedFormat = z.enum(['atom', 'json']).default('atom')

/** The search's parameters, which the search page takes too. */
export const searchParameters = {
  searchTerm: z
    .string()
    .describe(
      'Words, each matched as a whole or as the beginning of a word; "phrases"; -exclusions; references and digests of images; ' +
        'and the operators os: arch: publisher: verified: updated: type: licence: signed: sbom: source: package:',
    ),
  verified: z.literal('verified').describe('Only from verified publishers'),
  operatingSystems: z.array(z.string()).describe(`Such as ${OPERATING_SYSTEMS.join(', ')}, FreeBSD`),
  architectures: z.array(z.string()).describe(`Such as ${ARCHITECTURES.join(', ')}, RISC-V 64`),
  popularRegistries: z.array(z.string()).describe('Aliases of publishers'),
  types: z
    .array(z.enum(REPOSITORY_KINDS))
    .describe('What the tag names that is offered first; "empty" has none'),
  licences: z
    .array(z.string())
    .describe('Licences that the image states, such as MIT; "none" for those that state none'),
  vouched: z
    .array(z.enum(VOUCHES))
    .describe(
      'What is known of the image that is offered first; all of these have to hold. That something is attached is no proof; "signature-verified" are those whose signature this gallery has verified',
    ),
  packages: z
    .array(z.string())
    .describe(
      'Packages in the bill of materials of the image that is offered first, such as openssl or openssl@<3.0.8 (also =, <=, > and >=); all of these have to be there',
    ),
  updated: z.enum(UPDATED_WITHIN).describe('How long ago the last change may be'),
  sort: z.enum(SORT_ORDERS).default('relevance'),
  page,
}

const noRepository = { description: 'There is no such repository.', content: ['Problem'] } as const
const unreadable = { description: 'The registry cannot be read right now.', content: ['Problem'] } as const

export const apiOperations: readonly ApiOperation[] = [
  {
    path: '/api/search',
    operationId: 'search',
    summary: 'Finds repositories, with exact counts for every filter',
    query: searchParameters,
    answers: { 200: { description: 'One page of what was found.', content: ['Search'] } },
  },
  {
    path: '/api/suggest',
    operationId: 'suggest',
    summary: 'Repositories, publishers and tags for what a visitor is typing',
    query: {
      q: z.string().describe('What has been typed so far'),
      format: z.literal('opensearch').describe('Answers as the address bar of a browser takes it'),
      language: namedLanguage,
    },
    answers: {
      200: { description: 'The best ones first.', content: ['Suggestions', 'OpenSearchSuggestions'] },
    },
  },
  {
    path: '/api/tags/{alias}/{repository}',
    operationId: 'listTags',
    summary: 'The images of a repository by their tags, a hundred on a page',
    query: {
      sort: z.enum(TAG_SORTS).default('version'),
      filter: z.string().max(128).describe('Part of a tag, or the beginning of a digest'),
      folds: z.literal('open').describe('Opens what the page folds; the answer is the same'),
      page,
    },
    answers: {
      200: { description: 'One page of images.', content: ['Tags'] },
      404: noRepository,
      502: unreadable,
    },
  },
  {
    path: '/api/pulls/{alias}/{repository}',
    operationId: 'getPulls',
    summary: 'How often a repository was pulled: in all, on each of thirty days, and by tag',
    query: {},
    answers: {
      200: { description: 'The counts.', content: ['Pulls'] },
      404: {
        description: 'There is no such repository, or its pulls are not counted.',
        content: ['Problem'],
      },
      502: unreadable,
    },
  },
  {
    path: '/api/pulls-csv/{alias}/{repository}',
    operationId: 'getPullsTable',
    summary: 'How often a repository was pulled on each of ninety days, by tag, by client and by platform',
    query: {},
    answers: {
      200: {
        description:
          'The columns day, by (all, tag, client or platform), value and pulls; the empty tag is for pulls by digest.',
        content: 'csv',
      },
      404: {
        description: 'There is no such repository, or its pulls are not counted.',
        content: ['Problem'],
      },
      502: unreadable,
    },
  },
  {
    path: '/api/facts/{alias}/{repository}',
    operationId: 'getFacts',
    summary: 'What is known of an image: kind, platforms, size, licence, source, and what is attached to it',
    query: { digest: z.string().describe('Of an image that a tag names, such as `sha256:…`') },
    answers: {
      200: { description: 'The facts.', content: ['Facts'] },
      404: {
        description: 'There is no such image, or it cannot be read in time.',
        content: ['Problem'],
      },
      502: unreadable,
    },
  },
  {
    path: '/api/contents/{alias}/{repository}',
    operationId: 'getContents',
    summary:
      'What is stated of the packages and known vulnerabilities of an image, with a grade and when it drops',
    query: {
      tag: z.string().describe('The image by a tag'),
      digest: z.string().describe('The image by its digest, such as `sha256:…`'),
      platform: z.string().describe('One of an index, such as linux/arm64'),
    },
    answers: {
      200: { description: 'The facts.', content: ['Contents'] },
      404: { description: 'There is no such image.', content: ['Problem'] },
      502: unreadable,
    },
  },
  {
    path: '/api/document/{alias}/{repository}',
    operationId: 'getDocument',
    summary: 'A document that is attached to an image, as it was pushed',
    query: {
      attachment: z.string().describe('The digest of the manifest that attaches it'),
      digest: z.string().describe('The digest of the document'),
    },
    answers: {
      200: { description: 'The document.', content: 'document' },
      404: { description: 'There is no such document.', content: ['Problem'] },
      502: unreadable,
    },
  },
  {
    path: '/api/file/{alias}/{repository}',
    operationId: 'getFile',
    summary:
      'One file of a layer of an image, as it comes out of it; links have no content, and none is followed',
    query: {
      image: z.string().describe("The digest of the image's manifest"),
      layer: z.int().min(1).describe('The number of the layer, the lowest first'),
      path: z.string().describe('Without a slash at either end, such as etc/os-release'),
    },
    answers: {
      200: { description: 'The file; its size is in `Content-Length`, to `HEAD` as well.', content: 'file' },
      404: { description: 'There is no such image, layer or file.', content: ['Problem'] },
      429: {
        description: 'Two at once and one a second are as many as a client may take.',
        content: ['Problem'],
      },
      502: unreadable,
      503: {
        description: 'The layer is being read, or too many others are; `Retry-After` says when to come back.',
        content: ['Problem'],
      },
    },
  },
  {
    path: '/api/logo/{alias}/{repository}',
    operationId: 'getLogo',
    summary: 'The logo of a repository',
    query: {
      v: z.string().describe('The version as `logoSrc` names it; with it, the answer can be kept forever'),
    },
    answers: {
      200: {
        description: 'The picture; a mark made of the name where it cannot be fetched.',
        content: 'image',
      },
      404: { description: 'There is no such logo.', content: 'nothing' },
    },
  },
  {
    path: '/api/badge/{alias}/{repository}',
    operationId: 'getBadge',
    summary:
      'A small picture for other pages; the kind follows the repository, as in /api/badge/acme/web/version.svg',
    query: {},
    answers: {
      200: { description: 'One of version, size, pulls, platforms and signed.', content: 'image' },
      404: { description: 'A picture that says so: there is no such repository or kind.', content: 'image' },
    },
  },
  {
    path: '/api/compare/{alias}/{repository}',
    operationId: 'compareImages',
    summary:
      'What differs between two images of a repository: settings, layers, packages, vulnerabilities and files',
    query: {
      from: z.string().describe('A tag or a digest'),
      to: z.string().describe('Another one'),
      platform: z.string().describe('Such as linux/arm64; without it the usual one of the second image'),
      format: z.enum(['json', 'text']).default('json').describe('Text has lines as `diff` marks them'),
    },
    answers: {
      200: { description: 'What differs.', content: ['Comparison'] },
      400: { description: 'One of both is no tag and no digest.', content: ['Problem'] },
      404: { description: 'There is no such repository, image or platform.', content: ['Problem'] },
      502: unreadable,
    },
  },
  {
    path: '/api/feed',
    operationId: 'followSearch',
    summary: 'A search to follow: what it finds, the last changed first, as Atom or JSON Feed',
    query: { ...searchParameters, format: feedFormat, language: namedLanguage },
    answers: { 200: { description: 'The feed, with an entity tag to ask with again.', content: 'feed' } },
  },
  {
    path: '/api/feed/{alias}',
    operationId: 'followPublisher',
    summary: 'A publisher to follow: its repositories, the last changed first',
    query: { format: feedFormat, language: namedLanguage },
    answers: {
      200: { description: 'The feed.', content: 'feed' },
      404: { description: 'There is no such publisher.', content: ['Problem'] },
    },
  },
  {
    path: '/api/feed/{alias}/{repository}',
    operationId: 'followRepository',
    summary: 'A repository to follow: its tags with the digests that they name, those pushed last first',
    query: {
      tag: z.string().describe('Only tags that fit, such as `2.*`; `*` stands for anything'),
      format: feedFormat,
      language: namedLanguage,
    },
    answers: {
      200: { description: 'The feed; a tag that moves is a new entry.', content: 'feed' },
      404: { description: 'There is no such repository.', content: ['Problem'] },
      503: { description: 'Its tags cannot be read right now.', content: ['Problem'] },
    },
  },
  {
    path: '/api/image',
    operationId: 'getRemoteImage',
    summary: 'An image of another host that stands in a text, as the gallery fetched it',
    query: {
      url: z.string().describe('The address of the image'),
      signature: z.string().describe('As the page of the text has it'),
    },
    answers: {
      200: { description: 'The image.', content: 'image' },
      404: {
        description: 'It stands in no text, it is no image, or its host does not give it now.',
        content: 'nothing',
      },
    },
  },
  {
    path: '/api/health',
    operationId: 'getHealth',
    summary: 'Whether the gallery can show something, how much, and when it last read the registry',
    query: {},
    answers: {
      200: { description: 'It can, also when the data is old.', content: ['Health'] },
      503: { description: 'The registry has never been read yet.', content: ['Health'] },
    },
  },
  {
    path: '/api/status',
    operationId: 'getStatus',
    summary: 'For each source: whether it is up to date, how far it has been read, and what is wrong',
    query: {},
    answers: {
      200: { description: 'In every case.', content: ['Status'] },
    },
  },
]
