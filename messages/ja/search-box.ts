import type { searchBox as english } from '../en/search-box.ts'
import type { Translation } from '../translation.ts'

export const searchBox = {} as const satisfies Translation<typeof english>
