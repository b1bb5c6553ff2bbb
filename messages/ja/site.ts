import type { site as english } from '../en/site.ts'
import type { Translation } from '../translation.ts'

export const site = {
  description: '公開コンテナイメージを名前・OS・アーキテクチャで探し、公開元を確かめて、プルできます。',
  slogan: '公開コンテナイメージと、その公開元、そしてプルコマンド。',
  skip: '本文へ移動',
  main: 'メイン',
  footer: 'フッター',
  menu: 'メニュー',
  publishers: '公開元',
  docs: 'ドキュメント',
  status: 'ステータス',
  allRepositories: 'すべてのリポジトリ',
  home: 'ホームへ戻る',
  seeAllRepositories: 'すべてのリポジトリを表示',
  tryAgain: '再試行',
  language: '言語',
  theme: {
    title: 'テーマ',
    system: 'システムに合わせる',
    light: 'ライト',
    dark: 'ダーク',
    change: 'テーマ: {now}。「{next}」に変更',
    changed: 'テーマ: {now}',
  },
  facts: {
    counts: '公開元 {publishers, number} 件、リポジトリ {repositories, number} 件',
    read: ' (取得: <time></time>)',
    stale: '。<link>一部の情報が古い可能性があります</link>',
  },
  asOf: {
    words: '取得元が応答していないため、以前に取得した情報を表示しています (取得: <time></time>)。',
    missing: '応答があるまで、説明文とタグは表示されません。',
    exactly: '正確な日時: {time}',
  },
  notRead: {
    title: 'レジストリをまだ読み込んでいません',
    words:
      'レジストリに接続でき次第、リポジトリがここに表示されます。この状態が続く場合は、ギャラリーのログで原因を確認してください。',
  },
  empty: {
    title: 'まだ何も公開されていません',
    words: 'リポジトリは作成後数秒でここに表示されます。<link>公開の手順</link>',
  },
  missing: {
    address: 'このアドレスには何も公開されていません',
    publisher: '公開元 <name></name> は見つかりません',
    repository: 'リポジトリ <name></name> は見つかりません',
    noPublisher: '公開元 {name} は見つかりません',
    noRepository: 'リポジトリ {name} は見つかりません',
    meant: '<link></link> はありますが、このアドレスは別のホストを指しています。',
    others: '<link></link> は他に {count, number} 件のリポジトリを公開しています。',
    maybe: '名前の変更や削除、またはアドレスの入力ミスの可能性があります。',
    search: '「{text}」を検索',
  },
  failed: {
    incomplete: 'ページの一部を読み込めませんでした',
    incompleteWords: '接続が切れたか、閲覧中にギャラリーが更新されました。ページを再読み込みしてください。',
    title: 'ページを表示できませんでした',
    words:
      'ページの作成中にギャラリーでエラーが発生しました。データは失われていません。少し待ってから再試行してください。',
    log: '詳細はログの <code></code> を確認してください。',
  },
  copyNamed: 'コピー: {name}',
} as const satisfies Translation<typeof english>
