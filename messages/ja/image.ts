import type { image as english } from '../en/image.ts'
import type { Translation } from '../translation.ts'

export const image = {} as const satisfies Translation<typeof english>
