import type { repository as english } from '../en/repository.ts'
import type { Translation } from '../translation.ts'

export const repository = {
  titles: {
    about: '{name}',
    usage: '{name} の使用方法',
    tags: '{name} のイメージタグ',
    pulls: '{name} のプル数',
  },
  description: '{publisher} が公開しているコンテナイメージと、そのプルコマンド。',
  by: '公開元: <publisher></publisher>',
  from: '取得元: {host}',
  more: '<what>説明の</what>続きを読む',
  theseTags: 'これらのタグ',
  noTags: {
    title: '現在、タグを読み込めません。',
    words: '取得元が応答していません。しばらくしてからもう一度お試しください。',
  },
  noText: {
    about: '公開元による概要の記載はありません。',
    usage: '公開元による使用方法の記載はありません。',
    aboutUnread: '現在、概要を読み込めません。',
    usageUnread: '現在、使用方法を読み込めません。',
  },
  platforms: {
    more: '宣言されている環境: {declared}。最新のイメージ {tag} は {more} にも対応しています。',
    missing:
      '{missing} への対応が宣言されていますが、{tag} には該当するイメージがありません{count, plural, other {}}。',
    both: '{missing} への対応が宣言されていますが、{tag} には該当するイメージがありません{count, plural, other {}}。一方で、{more} にも対応しています。',
    others: '他 {count, number} 件',
  },
  lifecycle: {
    ended:
      'この{what, select, image {イメージ} other {リポジトリ}}のサポートは <day>{date}</day>に終了しました',
    ends: 'この{what, select, image {イメージ} other {リポジトリ}}のサポートは <day>{date}</day>に終了します ({days, plural, =0 {本日} other {あと # 日}})',
    deprecated: {
      image: 'このイメージは非推奨です',
      repository: 'このリポジトリは非推奨です',
    },
    deprecatedSince:
      'この{what, select, image {イメージ} other {リポジトリ}}は <day>{since}</day>から非推奨です',
    deprecatedAndEnds:
      'この{what, select, image {イメージ} other {リポジトリ}}は非推奨で、サポートは <day>{date}</day>に終了します ({days, plural, =0 {本日} other {あと # 日}})',
    deprecatedSinceAndEnds:
      'この{what, select, image {イメージ} other {リポジトリ}}は <day>{since}</day>から非推奨で、サポートは <day>{date}</day>に終了します ({days, plural, =0 {本日} other {あと # 日}})',
    means: {
      ended: {
        image: '公開元による修正は今後行われません。このイメージの新規での使用はお控えください。',
        repository: '公開元による修正は今後行われません。このリポジトリの新規での使用はお控えください。',
      },
      ending: 'この日を過ぎると、公開元による修正は行われません。',
      deprecated: '公開元は使用を推奨していません。',
    },
    warnsTitle: 'クライアントへの警告',
    warns:
      'この{what, select, image {イメージ} other {リポジトリ}}をプルすると、応答に <warning></warning> が含まれ、クライアントに表示されることがあります。',
    deprecatedOn: '<date></date> <words>非推奨</words>',
    lastDay: '<date></date> <words>サポート終了日</words>',
    followedBy: '後継',
    notHere: 'このギャラリーにはありません',
    goToSuccessor: '後継を表示',
  },
  pulls: {
    none: '表示できるプル数がありません。',
    noneWords: 'レジストリがプル数を日別に数えていないか、現在読み込めません。',
    sum: '{days, number} 日間のプル数 {count, number} 回<all> (合計 {total, number} 回)</all>',
    download: 'CSV をダウンロード',
    byTag: 'タグ別',
    tag: 'タグ',
    byDigest: 'ダイジェスト指定',
    byClient: 'クライアント別',
    client: 'クライアント',
    browser: 'ブラウザ',
    byPlatform: 'プラットフォーム別',
    platform: 'プラットフォーム',
    others: 'その他',
    share: '割合',
    pulls: 'プル数',
    note: 'プル数は、マニフェストが取得された回数を UTC の日付ごとに数えたものです。プラットフォーム別は、クライアントが選択して取得したイメージの数です。クライアントの名称は自己申告であり、検証していません。クライアントとプラットフォームを数え始める前のプルと、プルされることの少ないタグは、合計にのみ含まれます。',
  },
  related: {
    title: '関連するリポジトリ',
    kinds: {
      images: 'デプロイされるイメージ',
      charts: 'これをデプロイするチャート',
      base: 'ベースイメージ',
      'built-on-it': 'これをベースとするもの',
      'same-base': 'ベースイメージが同じもの',
      'used-with': '一緒に使われるもの',
    },
    reasons: {
      chart: 'どちらもチャート <chart></chart> によってデプロイされます',
      names: 'このリポジトリの使用方法に記載されています',
      named: 'その使用方法にこのリポジトリが記載されています',
    },
    morePublished: '{publisher} の他のリポジトリ',
    allPublished: '{publisher} のすべてのリポジトリ',
    others: '他 {count, number} 件',
  },
  upstream: {
    from: 'プルスルーの取得元: <name></name>',
    refused: 'アップストリームがリクエストを拒否したため、ここに保存されている内容がプルされます',
    behind: 'アップストリームから未反映のタグ: {count, number} 個',
    checked: '確認: <time></time>',
  },
} as const satisfies Translation<typeof english>
