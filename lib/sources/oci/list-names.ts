/** What the registry says that it has: repositories by `_catalog`, tags by `tags/list`, page by page. */
import { z } from 'zod'
import { isTag } from '#lib/oci/tag.ts'
import { DistributionError, toStatusError } from '#lib/oci-client/distribution-error.ts'
import type { RegistryClient } from '#lib/oci-client/registry-client.ts'
import type { RegistryAnswer } from '#lib/oci-client/send-request.ts'
import { toNextQuery } from '#lib/oci-client/to-next-query.ts'
import { createPageGuard } from '../ecr-public/page-guard.ts'
import type { Ask } from './ask.ts'

const catalogAnswer = z.object({ repositories: z.array(z.string()).nullish() })
const tagsAnswer = z.object({ tags: z.array(z.string()).nullish() })

interface NamePage {
  names: string[]
  next: string | null
}

/** As many as registries give at most. */
const perPage = 1_000

/** A repository with more tags is cut. */
const maxTagPages = 50

/**
 * Yields the names that the registry lists, a page at a time.
 * @throws {SourceError}
 */
export async function* listCatalog(client: RegistryClient, ask: Ask): AsyncGenerator<string[]> {
  const guard = createPageGuard('GET /v2/_catalog')
  let query: string | null = `?n=${perPage}`
  let isFirst = true
  while (query !== null) {
    const asked: string = query
    const page: NamePage = await ask('GET /v2/_catalog', async () => {
      const given = await client.getCatalogPage(asked)
      // Some refuse more than they give at once.
      const taken = given.status === 400 && isFirst ? await client.getCatalogPage('') : given
      const { repositories } = parse(catalogAnswer, taken, 'the list of repositories')
      return { names: repositories ?? [], next: toNextQuery(taken.headers.link) }
    })
    isFirst = false
    yield page.names
    query = page.next
    guard.check(query ?? undefined)
  }
}

/** All tags of a repository, each once. @throws {SourceError} */
export async function listTagNames(client: RegistryClient, name: string, ask: Ask): Promise<string[]> {
  const tags = new Set<string>()
  let query: string | null = ''
  for (let page = 0; page < maxTagPages && query !== null; page += 1) {
    const asked: string = query
    const given: NamePage = await ask(`GET tags of ${name}`, async () => {
      const answer = await client.getDocument(name, `tags/list${asked}`, 'application/json')
      const { tags: names } = parse(tagsAnswer, answer, `the tags of ${name}`)
      return { names: names ?? [], next: toNextQuery(answer.headers.link) }
    })
    const before = tags.size
    for (const tag of given.names) if (isTag(tag)) tags.add(tag)
    // Pages that lead round in a circle have no end of their own.
    const isAgain = given.names.length > 0 && tags.size === before
    query = isAgain ? null : given.next
  }
  return [...tags]
}

/** What is of another form is an answer of something else, and never an empty list. */
function parse<Answer>(schema: z.ZodType<Answer>, answer: RegistryAnswer, what: string): Answer {
  const { status, headers, bytes } = answer
  if (status !== 200) throw toStatusError(status, what, headers)
  try {
    return schema.parse(JSON.parse(new TextDecoder().decode(bytes)))
  } catch (cause) {
    throw new DistributionError('invalid', `The registry's answer for ${what} is of another form.`, { cause })
  }
}
