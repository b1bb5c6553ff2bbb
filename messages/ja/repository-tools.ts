import type { repositoryTools as english } from '../en/repository-tools.ts'
import type { Translation } from '../translation.ts'

export const repositoryTools = {} as const satisfies Translation<typeof english>
