/**
 * Picks out of a request or an answer what its record may keep. What is not listed stays out, so that a new member, or one
 * that a client makes up, never brings a secret or a blob into the log; and everything is bounded.
 */

/** A leaf, or an object of shapes, or the shape of each member of a list. */
export type Shape = 'value' | 'time' | { readonly [member: string]: Shape } | readonly [Shape]

/** As much as a policy may have, which is kept whole. */
const maxTextLength = 10_240
const maxListLength = 100

const timeFormat = new Intl.DateTimeFormat('en-US', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  timeZone: 'UTC',
})

/**
 * What of the value has the shape; undefined where it has not.
 * @example pickMembers({ name: 'value' }, { name: 'app', password: 'x' }) // { name: 'app' }
 */
function pickMembers(shape: Shape, value: unknown): unknown {
  if (value === undefined || value === null) return undefined
  if (shape === 'value') return toBoundedValue(value)
  if (shape === 'time') return typeof value === 'number' ? toRecordedTime(value) : undefined
  if (isListShape(shape)) {
    if (!Array.isArray(value)) return undefined
    return value.slice(0, maxListLength).map((member) => pickMembers(shape[0], member))
  }
  if (typeof value !== 'object' || Array.isArray(value)) return undefined
  const picked: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(shape)) {
    const found = Object.hasOwn(value, name) ? pickMembers(member, Reflect.get(value, name)) : undefined
    if (found !== undefined) picked[name] = found
  }
  return picked
}

/** The same for a whole request or answer; null, as in CloudTrail, where nothing is in it. */
export function pickObject(shape: Shape | null, value: unknown): object | null {
  const picked = shape === null ? undefined : pickMembers(shape, value)
  return typeof picked === 'object' && picked !== null && Object.keys(picked).length > 0 ? picked : null
}

function isListShape(shape: Exclude<Shape, string>): shape is readonly [Shape] {
  return Array.isArray(shape)
}

function toBoundedValue(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value !== 'string') return undefined
  if (value.length <= maxTextLength) return value
  return `${value.slice(0, maxTextLength)}… (${value.length} characters)`
}

/**
 * As CloudTrail writes the times of an answer: `Nov 27, 2020, 9:51:29 PM`; undefined for a number that is none. What a client
 * sends must not keep its call from being recorded.
 */
function toRecordedTime(seconds: number): string | undefined {
  const time = new Date(seconds * 1000)
  return Number.isNaN(time.getTime()) ? undefined : timeFormat.format(time).replaceAll('\u202f', ' ')
}
