import type { imageTools as english } from '../en/image-tools.ts'
import type { Translation } from '../translation.ts'

export const imageTools = {} as const satisfies Translation<typeof english>
