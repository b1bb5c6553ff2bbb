import type { pull as english } from '../en/pull.ts'
import type { Translation } from '../translation.ts'

export const pull = {} as const satisfies Translation<typeof english>
