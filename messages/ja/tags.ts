import type { tags as english } from '../en/tags.ts'
import type { Translation } from '../translation.ts'

export const tags = {} as const satisfies Translation<typeof english>
