/**
 * Where something is wrong in a file that is a list, as a reader of the file counts.
 * @param path of a zod issue
 * @example toEntryPlace([1, 'audiences']) // 'entry 2, audiences: '
 */
export function toEntryPlace([position, ...fields]: readonly PropertyKey[]): string {
  if (typeof position !== 'number') return ''
  return `entry ${position + 1}${fields.length > 0 ? `, ${fields.join('.')}` : ''}: `
}
