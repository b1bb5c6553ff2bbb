/** The document at `/openapi.json` (OpenAPI 3.1.1): made from the shapes that the endpoints answer with, not written beside them. */
import { z } from 'zod'
import { CATALOG_DATA_OPERATIONS, type CatalogDataOperation } from '#lib/addresses/catalog-data-operations.ts'
import { type ApiAnswerName, apiAnswers } from './api-answers.ts'
import { type ApiOperation, apiOperations } from './api-operations.ts'
import { catalogDataShapes } from './catalog-data/catalog-data-shapes.ts'

export interface OpenapiDocument {
  openapi: string
  info: { title: string; version: string; description: string }
  servers: { url: string }[]
  paths: Record<string, { get?: OpenapiOperation; post?: OpenapiOperation }>
  components: { schemas: Record<string, unknown> }
}

export interface OpenapiOperation {
  operationId: string
  summary: string
  parameters: {
    name: string
    in: 'path' | 'query'
    required: boolean
    description?: string
    schema: unknown
  }[]
  requestBody?: { required: boolean; content: Record<string, { schema: unknown }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: unknown }> }>
}

/** To be raised when an endpoint no longer does what it did. */
const version = '1.0.0'

const pathParameters: Record<string, string> = {
  alias: 'The alias of the publisher',
  repository: 'The name of the repository; its slashes stay as they are',
}

/** Makes the document. `galleryUrl` has no trailing slash. */
export function toOpenapiDocument(galleryUrl: string): OpenapiDocument {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Public Gallery',
      version,
      description:
        'What the pages of this gallery show, without a key. Answers are JSON and, but for images, never cached.',
    },
    servers: [{ url: galleryUrl }],
    paths: {
      ...Object.fromEntries(
        apiOperations.map((operation) => [operation.path, { get: toOperation(operation) }]),
      ),
      ...Object.fromEntries(
        CATALOG_DATA_OPERATIONS.map((operation) => [`/${operation}`, { post: toPostOperation(operation) }]),
      ),
    },
    components: {
      schemas: Object.fromEntries(
        Object.entries(apiAnswers).map(([name, schema]) => [name, toSchema(schema)]),
      ),
    },
  }
}

function toOperation({ path, operationId, summary, query, answers }: ApiOperation): OpenapiOperation {
  const inPath = Object.entries(pathParameters)
    .filter(([name]) => path.includes(`{${name}}`))
    .map(([name, description]) => ({
      name,
      in: 'path' as const,
      required: true,
      description,
      schema: { type: 'string' },
    }))
  const inQuery = Object.entries(query).map(([name, schema]) => ({
    name,
    in: 'query' as const,
    required: false,
    ...(schema.description === undefined ? {} : { description: schema.description }),
    schema: toSchema(schema),
  }))
  return {
    operationId,
    summary,
    parameters: [...inPath, ...inQuery],
    responses: Object.fromEntries(
      Object.entries(answers).map(([status, { description, content }]) => [
        status,
        { description, ...toContent(content) },
      ]),
    ),
  }
}

/** As the original gallery answers it. Its answers have members of their own in no shape that is promised. */
function toPostOperation(operation: CatalogDataOperation): OpenapiOperation {
  const { request, summary } = catalogDataShapes[operation]
  const { $schema: _, ...schema } = z.toJSONSchema(request, { io: 'input' })
  const json = (of: unknown) => ({ 'application/json': { schema: of } })
  return {
    operationId: operation,
    summary,
    parameters: [],
    requestBody: { required: true, content: json(schema) },
    responses: {
      200: { description: 'As the original gallery answers.', content: json({ type: 'object' }) },
      400: {
        description:
          'It cannot be answered as asked; `__type` says why, such as RepositoryNotFoundException.',
        content: json({
          type: 'object',
          properties: { __type: { type: 'string' }, message: { type: 'string' } },
          required: ['__type', 'message'],
        }),
      },
    },
  }
}

function toContent(content: ApiOperation['answers'][number]['content']) {
  if (content === 'nothing') return {}
  if (content === 'document') return { content: { 'application/json': { schema: {} } } }
  if (content === 'image') return { content: { 'image/*': { schema: { type: 'string', format: 'binary' } } } }
  if (content === 'file') {
    return { content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } }
  }
  if (content === 'feed') {
    const schema = { type: 'string' }
    return { content: { 'application/atom+xml': { schema }, 'application/feed+json': { schema } } }
  }
  if (content === 'csv') return { content: { 'text/csv': { schema: { type: 'string' } } } }
  return {
    content: Object.fromEntries(content.map((name) => [toMediaType(name), { schema: toReference(name) }])),
  }
}

function toMediaType(name: ApiAnswerName): string {
  return name === 'OpenSearchSuggestions' ? 'application/x-suggestions+json' : 'application/json'
}

function toReference(name: ApiAnswerName) {
  return { $ref: `#/components/schemas/${name}` }
}

/** OpenAPI 3.1 takes JSON Schema 2020-12 as it is; which one it is stands in OpenAPI's own specification. */
function toSchema(schema: z.ZodType): unknown {
  const { $schema: _, ...rest } = z.toJSONSchema(schema)
  return rest
}
