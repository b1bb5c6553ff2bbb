import type { ui as english } from '../en/ui.ts'
import type { Translation } from '../translation.ts'

export const ui = {
  justNow: 'たった今',
  minutesAgo: '{count, number} 分前',
} as const satisfies Translation<typeof english>
