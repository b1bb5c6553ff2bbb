/** Which form of the operator API this program has, so that a command of another version is told instead of failing oddly. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { operatorTable } from './operator-table.ts'

/** Changes whenever a verb or a request does; 12 hexadecimal digits. */
export function toOperatorVersion(): string {
  const forms = operatorTable.map(({ group, name, request }) => [group, name, toRequestSchema(request)])
  return createHash('sha256').update(JSON.stringify(forms)).digest('hex').slice(0, 12)
}

export interface RequestSchema {
  required: string[]
  properties: Record<string, FieldSchema>
}

export interface FieldSchema {
  type?: string
  description?: string
  default?: unknown
  enum?: string[]
  items?: { type?: string; enum?: string[] }
}

/** A request as JSON Schema, of which help, options and completion are made. */
export function toRequestSchema(request: z.ZodObject): RequestSchema {
  const { required = [], properties = {} } = z.toJSONSchema(request, { io: 'input', unrepresentable: 'any' })
  return { required, properties: properties as Record<string, FieldSchema> }
}
