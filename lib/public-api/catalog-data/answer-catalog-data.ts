/**
 * One call of the API that the original gallery answers anonymously: a JSON body under any content type, as its callers send forms and
 * plain text, and an answer that any page may read (Fetch standard, "CORS protocol").
 */
import type { z } from 'zod'
import type { CatalogDataOperation } from '#lib/addresses/catalog-data-operations.ts'
import { getLog } from '#lib/runtime/log.ts'
import { isSourceTrouble, visit } from '#lib/runtime/visit.ts'
import { CatalogDataError } from './catalog-data-error.ts'
import {
  registryRequest,
  repositoriesRequest,
  repositoryRequest,
  searchRequest,
  tagsRequest,
} from './catalog-data-shapes.ts'
import { describeRepositoryCatalogData, getRegistryCatalogData } from './describe-repositories.ts'
import { describeImageTags } from './describe-tags.ts'
import { getRepositoryCatalogData } from './get-repository.ts'
import { searchRepositoryCatalogData } from './search-repositories.ts'

const maxBodyBytes = 64 * 1024

const operations: Record<CatalogDataOperation, (body: unknown) => Promise<object>> = {
  searchRepositoryCatalogData: toOperation(searchRequest, searchRepositoryCatalogData),
  describeImageTags: toOperation(tagsRequest, describeImageTags),
  getRepositoryCatalogData: toOperation(repositoryRequest, getRepositoryCatalogData),
  describeRepositoryCatalogData: toOperation(repositoriesRequest, describeRepositoryCatalogData),
  getRegistryCatalogData: toOperation(registryRequest, getRegistryCatalogData),
}

export const corsHeaders = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-allow-headers': '*, content-type, authorization',
  'access-control-max-age': '86400',
  'cache-control': 'no-store',
}

/** Answers the call; never throws. */
export async function answerCatalogData(
  operation: CatalogDataOperation,
  request: Request,
): Promise<Response> {
  try {
    const body = await readBody(request)
    const { result } = await visit(() => operations[operation](body))
    return Response.json(result, { headers: corsHeaders })
  } catch (error) {
    if (error instanceof CatalogDataError) return toProblem(400, error.type, error.message)
    if (!isSourceTrouble(error)) getLog().error({ err: error, operation }, 'A call could not be answered.')
    return toProblem(503, 'ServerException', 'This cannot be read right now. Try again in a moment.')
  }
}

function toOperation<Shape extends z.ZodType>(
  shape: Shape,
  run: (asked: z.output<Shape>) => Promise<object>,
) {
  return (body: unknown) => {
    const asked = shape.safeParse(body)
    if (asked.success) return run(asked.data)
    const [issue] = asked.error.issues
    const where = issue?.path.join('.') || 'The body'
    throw new CatalogDataError('InvalidParameterException', `${where}: ${issue?.message ?? 'not usable'}.`)
  }
}

async function readBody(request: Request): Promise<unknown> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.length
    if (size > maxBodyBytes) {
      throw new CatalogDataError('InvalidParameterException', `The body has more than ${maxBodyBytes} bytes.`)
    }
    chunks.push(chunk)
  }
  const text = Buffer.concat(chunks).toString()
  try {
    return text.trim() === '' ? {} : JSON.parse(text)
  } catch {
    throw new CatalogDataError('InvalidParameterException', 'The body is not JSON.')
  }
}

function toProblem(status: number, type: string, message: string): Response {
  return Response.json({ __type: type, message }, { status, headers: corsHeaders })
}
