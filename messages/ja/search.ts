import type { search as english } from '../en/search.ts'
import type { Translation } from '../translation.ts'

export const search = {} as const satisfies Translation<typeof english>
