import type { home as english } from '../en/home.ts'
import type { Translation } from '../translation.ts'

export const home = {} as const satisfies Translation<typeof english>
