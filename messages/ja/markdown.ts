import type { markdown as english } from '../en/markdown.ts'
import type { Translation } from '../translation.ts'

export const markdown = {
  onThisPage: 'このページの内容',
  copyCode: 'コードをコピー',
  table: '表',
  image: '画像',
  done: '完了',
  notDone: '未完了',
} as const satisfies Translation<typeof english>
