/**
 * Whether a publisher may ask for a name: the rules by which the original refuses names (ECR Public user guide, "Custom
 * registry alias"), each with words of its own. What only a person can judge, such as whether a name offends, is left to
 * the operator, who may also give a name that these rules refuse.
 */
import { isRegistryAlias } from '#lib/oci/repository-name.ts'
import type { Reads } from '#registry/store/verbs.ts'
import { AliasError } from './alias-error.ts'
import { findLookAlike, toSkeleton } from './find-look-alike.ts'
import { genericWords, ownAddresses, serviceNames, vendorWords } from './reserved-words.ts'

const defaultAliasPattern = /^(?:[a-z][0-9]){4}$/

/**
 * Lets a name pass that nothing speaks against.
 * @throws {AliasError} saying which rule it breaks
 */
export async function checkWantedName(
  db: Pick<Reads, 'aliases'>,
  wanted: { accountId: string; name: string },
): Promise<void> {
  await checkFreeName(db, wanted)
  const { accountId, name } = wanted
  const reason = findReservedWord(name)
  if (reason !== null) throw refuse(name, reason)
  const others = await db.aliases.listPublisherNames({ except: accountId })
  const lookAlike = findLookAlike(name, others)
  if (lookAlike !== null) {
    const whose = lookAlike.verified ? 'the verified publisher' : 'another publisher'
    throw refuse(name, `it could be mistaken for '${lookAlike.shown}', a name of ${whose}`)
  }
}

/**
 * Lets a name pass that can be an alias at all: the rules that hold for the operator, too.
 * @throws {AliasError} when it is malformed, an address of the gallery, or belongs to another registry
 */
export async function checkFreeName(
  db: Pick<Reads, 'aliases'>,
  { accountId, name }: { accountId: string; name: string },
): Promise<void> {
  if (!isRegistryAlias(name)) {
    throw refuse(
      name,
      "an alias has 2 to 50 characters, begins with a letter and consists of a-z, 0-9 and single '.', '_' or '-' between them",
    )
  }
  if (ownAddresses.has(name)) throw refuse(name, 'the gallery uses that address itself')
  const holder = await db.aliases.getHolder(name)
  if (holder === null || holder.accountId === accountId) return
  throw refuse(
    name,
    holder.released
      ? 'another registry had it, and references to images of that registry may still be in use'
      : 'it is taken by another registry',
  )
}

/** Why the name is nobody's to have; null when it is not reserved. */
function findReservedWord(name: string): string | null {
  if (defaultAliasPattern.test(name)) return 'names of this form are given to registries by themselves'
  if (genericWords.has(name)) return `'${name}' is a generic word`
  // The whole, too: 'am-azon' has the word in no part.
  for (const word of [...name.split(/[._-]/), name]) {
    const isVendor = vendorWords.some((reserved) => toSkeleton(word).startsWith(toSkeleton(reserved)))
    if (isVendor) return `'${word}' is, or reads like, a name of Amazon Web Services`
    if (serviceNames.has(word)) return `'${word}' is the name of an AWS service`
  }
  return null
}

function refuse(name: string, reason: string): AliasError {
  return new AliasError('name', `'${name}' cannot be an alias of this registry: ${reason}.`)
}
