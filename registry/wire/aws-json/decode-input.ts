/**
 * From the body of a request to the input of an operation: AWS JSON 1.1 (Smithy, "AWS JSON 1.1 protocol").
 * A body that cannot be read is a SerializationException, a value that breaks a rule an
 * InvalidParameterException in AWS's words.
 */
import { setImmediate } from 'node:timers/promises'
import type { z } from 'zod'
import { EcrError, invalidParameter } from './ecr-error.ts'
import { absentMessage } from './shapes.ts'
import { isLightJson } from './weigh-json.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** A body of which each step takes long enough to let others have their turn in between: a part of a layer, a manifest. */
const largeBytes = 2 * 1024 * 1024

/**
 * Reads the body as one JSON object.
 * @throws {EcrError} SerializationException when it is not one, or one of so many values that it would hold others up
 */
export async function parseBody(body: Uint8Array): Promise<object> {
  const rest = () => (body.length > largeBytes ? setImmediate() : undefined)
  if (!isLightJson(body)) {
    throw new EcrError('SerializationException', 'The request body has too many values, or too many levels.')
  }
  await rest()
  let value: unknown
  try {
    const text = utf8.decode(body)
    await rest()
    value = JSON.parse(text)
    await rest()
  } catch (cause) {
    throw new EcrError('SerializationException', 'The request body is not valid JSON in UTF-8.', { cause })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new EcrError('SerializationException', 'The request body must be a JSON object.')
  }
  return value
}

/**
 * Checks an input against its shape.
 * @throws {EcrError} SerializationException for a value of a wrong type, InvalidParameterException for one
 *   that breaks a constraint; the first problem is named, with its path
 */
export function decodeInput<Schema extends z.ZodType>(schema: Schema, body: object): z.output<Schema> {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  if (issue === undefined) throw new EcrError('SerializationException')
  const path = toMemberPath(issue.path)
  if (issue.code === 'invalid_type' && issue.message !== absentMessage) {
    throw new EcrError('SerializationException', `${issue.message}: '${path}'`)
  }
  throw invalidParameter(path, issue.message)
}

/** AWS counts list members from 1: `tags.1.member.Key`. */
function toMemberPath(path: readonly PropertyKey[]): string {
  return path.map((step) => (typeof step === 'number' ? `${step + 1}.member` : String(step))).join('.')
}
