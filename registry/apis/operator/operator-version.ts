/** Which form of the operator API this program has, so that a command of another version is told instead of failing oddly. */
import { createHash } from 'node:crypto'
import { operatorTable } from './operator-table.ts'
import { toRequestSchema } from './request-schema.ts'

/** Changes whenever a verb or a request does; 12 hexadecimal digits. */
export function toOperatorVersion(): string {
  const forms = operatorTable.map(({ group, name, request }) => [group, name, toRequestSchema(request)])
  return createHash('sha256').update(JSON.stringify(forms)).digest('hex').slice(0, 12)
}
