/**
 * Resource tags: at most 50 a repository, keys of 1–128 and values of 0–256 characters, letters, digits, spaces
 * and `_ . : / = + - @`, and no key of AWS's own (ECR Public user guide, "Tagging an Amazon ECR public repository").
 * The service model leaves both members of a tag optional; these rules, not the shape, refuse an absent one.
 */

import type { ResourceTag } from '#registry/store/entities.ts'
import type { Writes } from '#registry/store/verbs.ts'
import { EcrError } from '#registry/wire/aws-json/ecr-error.ts'
import { list, optional, structure, text } from '#registry/wire/aws-json/shapes.ts'

const maxTagsPerRepository = 50
const allowedCharacters = /^[\p{L}\p{N}\p{Zs}_.:/=+@-]*$/u

export const tagList = list(structure({ Key: optional(text()), Value: optional(text()) }), { max: 200 })
export const tagKeyList = list(text(), { max: 200 })

/**
 * Adds tags to a repository, all or none.
 * @throws {EcrError} InvalidTagParameterException for a tag that may not be, TooManyTagsException over 50
 */
export async function addResourceTags(
  db: Pick<Writes, 'resourceTags'>,
  repositoryId: number,
  input: readonly { Key?: string | undefined; Value?: string | undefined }[],
): Promise<void> {
  const tags = input.map(toResourceTag)
  const given = new Set(tags.map(({ key }) => key))
  if (given.size < tags.length) throw invalidTag('A tag key must not be given more than once.')
  const kept = (await db.resourceTags.list(repositoryId)).filter(({ key }) => !given.has(key))
  if (kept.length + tags.length > maxTagsPerRepository) {
    throw new EcrError(
      'TooManyTagsException',
      `A repository can have at most ${maxTagsPerRepository} tags; with this request it would have ${kept.length + tags.length}.`,
    )
  }
  await db.resourceTags.put(repositoryId, tags)
}

/**
 * Refuses what cannot be a tag's key.
 * @throws {EcrError} InvalidTagParameterException
 */
export function checkTagKey(key: string): void {
  const length = [...key].length
  if (length < 1 || length > 128) throw invalidTag('Tag keys must have 1 to 128 characters.')
  if (/^aws:/i.test(key)) throw invalidTag("Tag keys must not begin with 'aws:', which is reserved.")
  if (!allowedCharacters.test(key)) throw invalidTag(`The tag key ${charactersRule}`)
}

const charactersRule =
  'may only have letters, digits, spaces and the characters _ . : / = + - @ (Unicode letters and digits too).'

function toResourceTag(tag: { Key?: string | undefined; Value?: string | undefined }): ResourceTag {
  if (tag.Key === undefined) throw invalidTag('Every tag must have a Key.')
  checkTagKey(tag.Key)
  if (tag.Value === undefined) throw invalidTag(`The tag '${tag.Key}' must have a Value; it may be empty.`)
  if ([...tag.Value].length > 256)
    throw invalidTag(`The value of the tag '${tag.Key}' is over 256 characters.`)
  if (!allowedCharacters.test(tag.Value))
    throw invalidTag(`The value of the tag '${tag.Key}' ${charactersRule}`)
  return { key: tag.Key, value: tag.Value }
}

function invalidTag(message: string): EcrError {
  return new EcrError('InvalidTagParameterException', message)
}
