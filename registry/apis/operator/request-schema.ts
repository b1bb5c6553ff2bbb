/** The request of a verb as JSON Schema, of which help, options, completion and the form's version are made. */
import { z } from 'zod'

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

/** The form of a request. */
export function toRequestSchema(request: z.ZodObject): RequestSchema {
  const { required = [], properties = {} } = z.toJSONSchema(request, { io: 'input', unrepresentable: 'any' })
  return { required, properties: properties as Record<string, FieldSchema> }
}
