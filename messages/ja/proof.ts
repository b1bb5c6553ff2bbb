import type { proof as english } from '../en/proof.ts'
import type { Translation } from '../translation.ts'

export const proof = {} as const satisfies Translation<typeof english>
