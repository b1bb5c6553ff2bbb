import type { globalError as english } from '../en/global-error.ts'
import type { Translation } from '../translation.ts'

export const globalError = {
  title: 'ギャラリーを表示できませんでした',
  text: 'ギャラリーのエラーにより、ページ全体を表示できませんでした。少し待ってから再試行してください。',
  tryAgain: '再試行',
} as const satisfies Translation<typeof english>
