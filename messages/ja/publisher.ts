import type { publisher as english } from '../en/publisher.ts'
import type { Translation } from '../translation.ts'

export const publisher = {} as const satisfies Translation<typeof english>
