import type { markdown as english } from '../en/markdown.ts'
import type { Translation } from '../translation.ts'

export const markdown = {
  onThisPage: 'このページの内容',
  copyCode: 'コードをコピー',
  table: '表',
  image: '画像',
  done: '完了',
  notDone: '未完了',
  footnotes: '脚注',
  backToReference: '参照 {number} に戻る',
  alerts: {
    note: '注記',
    tip: 'ヒント',
    important: '重要',
    warning: '警告',
    caution: '注意',
  },
  plain: {
    characters: '文字数が多すぎるため、このテキストは書かれたままの形で表示しています。',
    lines: '行数が多すぎるため、このテキストは書かれたままの形で表示しています。',
    levels: '入れ子が深すぎるため、このテキストは書かれたままの形で表示しています。',
    parts: '要素が多すぎるため、このテキストは書かれたままの形で表示しています。',
    'list-items': 'リスト項目が多すぎるため、このテキストは書かれたままの形で表示しています。',
    'wide-table': '表の幅が広すぎるため、このテキストは書かれたままの形で表示しています。',
    'large-table': '表が大きすぎるため、このテキストは書かれたままの形で表示しています。',
    'emphasis-marks': '強調記号が多すぎるため、このテキストは書かれたままの形で表示しています。',
    'code-marks': 'コード記号が多すぎるため、このテキストは書かれたままの形で表示しています。',
    brackets: '角括弧が多すぎるため、このテキストは書かれたままの形で表示しています。',
    'html-tags': 'HTML タグが多すぎるため、このテキストは書かれたままの形で表示しています。',
    'open-html-tags':
      '閉じられていない HTML タグが多すぎるため、このテキストは書かれたままの形で表示しています。',
    references: '参照が多すぎるため、このテキストは書かれたままの形で表示しています。',
    'mail-addresses': 'メールアドレスが多すぎるため、このテキストは書かれたままの形で表示しています。',
    unreadable: 'マークアップを読み取れないため、このテキストは書かれたままの形で表示しています。',
    slow: 'マークアップの読み取りに時間がかかりすぎるため、このテキストは書かれたままの形で表示しています。',
    busy: 'ギャラリーの負荷が高いため、このテキストは書かれたままの形で表示しています。しばらくすると整形されます。',
  },
} as const satisfies Translation<typeof english>
