import type { contents as english } from '../en/contents.ts'
import type { Translation } from '../translation.ts'

export const contents = {} as const satisfies Translation<typeof english>
