import type { proof as english } from '../en/proof.ts'
import type { Translation } from '../translation.ts'
import { ui } from './ui.ts'

export const proof = {
  title: '署名と証明',
  unreadable: 'このイメージを参照する情報を、現在レジストリから読み込めません。',
  nobody: '署名、ソフトウェア部品表 (SBOM)、アテステーションはいずれも添付されていません。',
  expected: {
    operator: '運用者によると、このリポジトリのイメージには署名が付いているはずです。',
    publisher: '公開元によると、このリポジトリのイメージには署名が付いているはずです。',
    unknown: 'このリポジトリのイメージに署名するはずの署名者を、現在読み込めません。',
  },
  verifiedByShipped:
    'このギャラリーが、Sigstore の公開トラストルート <version></version> と、リポジトリが指定する鍵を使って検証しています。誰がこのイメージを保証しているかを示すもので、欠陥がないことを示すものではありません。',
  verifiedByOwn:
    'このギャラリーが、運用者のトラストルート <version></version> と、リポジトリが指定する鍵を使って検証しています。誰がこのイメージを保証しているかを示すもので、欠陥がないことを示すものではありません。',
  note: '{total, number} 件中 {verified, number} 件を検証済み{hasDate, select, yes { ({date})} other {}}{pending, plural, =0 {} other {、# 件を検証中}}',
  notLookedAt: '、他 {count, number} 件は未確認',
  comma: '、',
  counted: {
    signatures: '署名 {count, number} 件',
    boms: 'ソフトウェア部品表 (SBOM) {count, number} 件',
    attestations: 'アテステーション {count, number} 件',
    attachments: '添付 {count, number} 件',
  },
  attachment: '、添付 {number, number}',
  copyDigest: '添付 {number, number} ({statement}) のダイジェストをコピー',
  pending: '検証中。<format></format>',
  failed: '現在読み込めないため未検証。<format></format>',
  statements: {
    buildAndBom: 'アテステーション: ビルドの来歴とソフトウェア部品表 (SBOM)',
    bom: 'アテステーション: ソフトウェア部品表 (SBOM)',
    build: 'アテステーション: ビルドの来歴',
  },
  kinds: ui.kinds,
  formats: {
    bundle: 'Sigstore バンドル',
    cosignTag: 'cosign、タグ …{tag}',
    buildkit: 'BuildKit、インデックス内',
    ofTypes: '{format} ({types})',
  },
  headings: {
    signed: '署名者',
    builtFrom: 'ビルド元',
    listsParts: 'ソフトウェア部品表 (SBOM)',
    signature: '署名',
    build: 'ビルドの来歴',
    bom: 'ソフトウェア部品表 (SBOM)',
    scan: '脆弱性スキャン',
    vex: '悪用可能性 (VEX)',
    attestation: 'アテステーション',
  },
  notVerified: '<strong>添付あり、未検証:</strong> {doubt}',
  notVerifiedBuild: '<strong>添付あり、未検証:</strong> {doubt}。記載内容: <build></build>',
  doubts: {
    unsigned: '署名がなく、ビルドツールによる記載のみです',
    'unknown-key': '公開元もこのギャラリーの運用者も指定していない鍵で署名されています',
    'unknown-root': '証明書をたどっても、このギャラリーが信頼する認証局に行き着きません',
    untimely: '証明書の有効期間外に署名されています',
    expired: '証明書または署名そのものの有効期間が過ぎています',
    'not-logged': 'このギャラリーが信頼する透明性ログに、この内容の記録がありません',
    'no-trust-store':
      'notation の署名ですが、このギャラリーにはこのリポジトリ用の notation のトラストストアがありません',
    'other-image': '別のイメージについての記載です',
    'bad-signature': '署名が署名対象の内容と一致しません',
    'too-large': '大きすぎるため読み込めません',
    'too-much-work': '読み込みに、このギャラリーの制限を超える時間がかかります',
    unreadable: '読み込める形式ではありません',
  },
  unknownRootClaims:
    '証明書をたどっても、このギャラリーが信頼する認証局に行き着きません (証明書に記載された署名者: {signer})',
  noTrustStoreClaims:
    'notation の署名ですが (証明書の記載: {signer})、このギャラリーにはこのリポジトリ用の notation のトラストストアがありません',
  tooLargeBytes: '大きすぎるため読み込めません ({size})',
  ofPlatformAlone:
    'このプラットフォームのイメージのみを対象とする署名で、インデックス全体を対象とするものではありません。',
  notExpected:
    '{by, select, operator {運用者} other {公開元}}が指定する、このリポジトリのイメージの署名者ではありません。指定: {names}',
  expectedUnreadable:
    '公開元がこのリポジトリに指定した署名者を読み取れません (base64 形式の鍵、または発行者を添えた ID で指定する必要があります)',
  identity: '{identity} ({issuer})',
  keys: '鍵 {count, number} 個',
  fingerprint: '鍵の SHA-256: {fingerprint}',
  byKey: '{publisher} の鍵 <print></print>',
  byIdentity: '<who></who>',
  byIdentityOf: '<who></who> ({issuer})',
  statedByKey: '<what></what>、署名: {publisher} の鍵 <print></print>',
  statedByIdentity: '<what></what>、署名者: <who></who>',
  statedByIdentityOf: '<what></what>、署名者: <who></who> ({issuer})',
  builds: {
    source: '<source></source>',
    sourceAsStated: '<source></source> (署名者の申告)',
    workflow: '<workflow></workflow> でビルド',
    both: '<source></source>、<workflow></workflow> でビルド',
    bothAsStated: '<source></source>、<workflow></workflow> でビルド (署名者の申告)',
  },
  logged: '{time} に記録',
  check: {
    title: '自分で検証する',
    with: '{tool} を使用',
    github: 'GitHub の gh',
    copy: '{tool} のコマンドをコピー',
    ownRoot:
      'ここでは、証明書付きの署名を運用者独自のトラストルートで検証しています。cosign にも <option></option> で同じものを指定してください。',
  },
} as const satisfies Translation<typeof english>
