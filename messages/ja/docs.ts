import type { docs as english } from '../en/docs.ts'
import type { Translation } from '../translation.ts'

export const docs = {} as const satisfies Translation<typeof english>
