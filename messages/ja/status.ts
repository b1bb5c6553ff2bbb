import type { status as english } from '../en/status.ts'
import type { Translation } from '../translation.ts'

export const status = {} as const satisfies Translation<typeof english>
