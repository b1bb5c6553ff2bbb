/**
 * The `nextToken` of the describe operations. A token says behind which row the next page begins (a keyset, not
 * a count), so pages stay right while rows are added and removed. It is sealed, so that a caller can neither
 * read nor forge one, and bound to the operation, registry and repository it was given for.
 */
import { z } from 'zod'
import type { Keys } from '#registry/store/keys.ts'
import { invalidParameter } from './ecr-error.ts'

/** What a token is good for. */
export interface PageScope {
  operation: string
  registryId: string
  repositoryName?: string
}

const purpose = 'page-token'
const maxTokenLength = 4096
const content = z.tuple([z.string(), z.string(), z.string(), z.array(z.string())])

/** A token for the page behind the row with this sort key. */
export function sealPageToken(keys: Keys, scope: PageScope, cursor: readonly string[]): string {
  const plain: z.infer<typeof content> = [...toScopeFields(scope), [...cursor]]
  return Buffer.from(keys.seal(purpose, Buffer.from(JSON.stringify(plain)))).toString('base64url')
}

/**
 * The sort key in a token.
 * @throws {EcrError} InvalidParameterException for a token that this service did not make for this list
 */
export function openPageToken(keys: Keys, scope: PageScope, token: string): string[] {
  if (token === '' || token.length > maxTokenLength || !/^[A-Za-z0-9_-]*$/.test(token)) throw invalidToken()
  const [operation, registryId, repositoryName, cursor] = openContent(keys, token)
  const given = toScopeFields(scope)
  if (operation !== given[0] || registryId !== given[1] || repositoryName !== given[2]) throw invalidToken()
  return cursor
}

function openContent(keys: Keys, token: string): z.infer<typeof content> {
  try {
    const plain = keys.open(purpose, Buffer.from(token, 'base64url'))
    return content.parse(JSON.parse(Buffer.from(plain).toString('utf8')))
  } catch (cause) {
    throw invalidToken({ cause })
  }
}

function toScopeFields(scope: PageScope): [string, string, string] {
  return [scope.operation, scope.registryId, scope.repositoryName ?? '']
}

function invalidToken(options?: ErrorOptions) {
  return invalidParameter(
    'nextToken',
    'Member must be a token that this service returned for the same request',
    options,
  )
}
