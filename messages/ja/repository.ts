import type { repository as english } from '../en/repository.ts'
import type { Translation } from '../translation.ts'

export const repository = {} as const satisfies Translation<typeof english>
