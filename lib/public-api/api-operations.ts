/**
 * The gallery's own endpoints as the document at `/openapi.json` describes them: each file under `app/api` has one entry here,
 * the internal ones excepted, and a test holds the two against each other.
 */
import { z } from 'zod'
import { SORT_ORDERS } from '#lib/addresses/search-params.ts'
import { TAG_SORTS } from '#lib/addresses/tag-query.ts'
import { REPOSITORY_KINDS, UPDATED_WITHIN } from '#lib/addresses/typed-operators.ts'
import { VOUCHES } from '#lib/catalog/query/search-query.ts'
import { ARCHITECTURES, OPERATING_SYSTEMS } from '#lib/oci/platform-labels.ts'
import type { ApiAnswerName } from './api-answers.ts'

export interface ApiOperation {
  /** As the document writes it. */
  path: string
  operationId: string
  summary: string
  /** Parameters of the URL that follow the `?`; all can be left out. */
  query: Record<string, z.ZodType>
  /** By status: JSON in one of the shapes of a list, nothing, or a picture. */
  answers: Record<number, { description: string; content: readonly ApiAnswerName[] | 'nothing' | 'image' }>
}

const page = z.int().min(1).default(1)

/** The search's parameters, which the search page takes too. */
export const searchParameters = {
  searchTerm: z
    .string()
    .describe(
      'Words, each matched as a whole or as the beginning of a word; "phrases"; -exclusions; references and digests of images; ' +
        'and the operators os: arch: publisher: verified: updated: type: licence: signed: sbom: source:',
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
      'What is known of the image that is offered first; all of these have to hold. It is no proof of anything',
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
