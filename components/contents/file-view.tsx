import { toJsxRuntime } from 'hast-util-to-jsx-runtime'
import { Fragment, jsx, jsxs } from 'react/jsx-runtime'
import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import { layerFilePath } from '#lib/addresses/routes.ts'
import { firstTreeQuery, hasAddress, parseTreeQuery, type TreeQuery } from '#lib/addresses/tree-query.ts'
import { isolateText } from '#lib/language/isolate-text.ts'
import type { Language } from '#lib/language/languages.ts'
import { toSentenceGap } from '#lib/language/sentence-gap.ts'
import type { TreeRow } from '#lib/layers/file-tree.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { OpenedFile } from '#lib/pages/image/get-image-tree.ts'
import { type ImageLinks, toTreePath } from '../parts/image-links.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { formatBytes } from '../ui/format-bytes.ts'
import { formatDate } from '../ui/format-relative-time.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { toModeText, toTargetPath } from './file-words.ts'

interface FileProps {
  links: ImageLinks
  query: TreeQuery
  self: TreeRow
}

/** One file: what it is, and of a text its beginning. A symbolic link is shown as what it is, and leads nowhere by itself; a hard link is its file by another name. */
export function FileView({
  opened,
  digest,
  ...file
}: FileProps & {
  opened: OpenedFile | null
  /** Of the image's manifest. */
  digest: string
}) {
  return (
    <>
      <FileFacts {...file} />
      {file.self.contentHash !== null && <Download {...file} digest={digest} />}
      {opened !== null && <FileText opened={opened} />}
    </>
  )
}

function FileFacts({ links, query, self }: FileProps) {
  const texts = useTexts('contents')
  const language = useLanguage()
  const { kind, mode, uid, gid, modifiedAtS, layer, sizeBytes, target, change, removedBytes, contentHash } =
    self
  const facts: [name: string, value: React.ReactNode][] =
    kind === 'whiteout'
      ? [
          [texts('file.kind'), texts(change === null ? 'file.removedNothing' : 'file.removedHere')],
          [texts('file.itWas'), formatBytes(removedBytes)],
        ]
      : [
          [texts('file.kind'), texts(`file.kinds.${kind}`)],
          ...(contentHash !== null ? [[texts('file.size'), formatBytes(sizeBytes)] as [string, string]] : []),
          ...(removedBytes > 0 ? [[texts('file.itWas'), formatBytes(removedBytes)] as [string, string]] : []),
          [texts('file.mode'), `${toModeText(kind, mode)} (${mode.toString(8).padStart(4, '0')})`],
          [texts('file.owner'), `${uid}:${gid}`],
          [texts('file.written'), toDay(modifiedAtS, language) ?? texts('notStated')],
          [texts('file.from'), texts('file.ofLayer', { layer: layer + 1 })],
        ]
  return (
    <>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 text-sm sm:flex sm:flex-wrap sm:gap-x-10">
        {facts.map(([name, value]) => (
          <div key={name} className="min-w-0">
            <dt className="text-xs text-ink-2">{name}</dt>
            <dd className="font-mono text-xs leading-[1.375rem] wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
      {target !== null && <LinkTarget {...{ links, query, self, target }} />}
    </>
  )
}

function Download({ links, query, self, digest }: FileProps & { digest: string }) {
  const texts = useTexts('contents')
  const { alias, repositoryName } = links
  const href = layerFilePath(alias, repositoryName, {
    image: digest,
    layer: self.layer + 1,
    path: query.path,
  })
  return (
    <p className="mt-4 text-sm">
      <a href={href} rel="nofollow" className="link inline-block min-h-6">
        {texts('file.download', { size: formatBytes(self.sizeBytes) })}
      </a>
    </p>
  )
}

function LinkTarget({ links, query, self, target }: FileProps & { target: string }) {
  const texts = useTexts('contents')
  const gap = toSentenceGap(useLanguage())
  const isSameFile = self.contentHash !== null
  const { path } = parseTreeQuery({ path: toTargetPath(self.kind, query.path, target) })
  return (
    <p className="mt-4 text-sm wrap-anywhere">
      {texts.rich(isSameFile ? 'file.sameAs' : 'file.leadsTo', {
        target: () => (
          <code key="target" className="font-mono">
            {isolateText(toShownText(target, 600))}
          </code>
        ),
        quiet: (words) => (
          <span key="quiet" className="text-ink-2">
            {words}
          </span>
        ),
      })}
      {gap}
      {hasAddress(path) && (
        <IntentLink
          href={toTreePath(links, { ...firstTreeQuery, path })}
          prefetch={false}
          rel="nofollow"
          className="link"
        >
          {texts('file.show', { path: `/${toShownText(path, 300)}` })}
        </IntentLink>
      )}
    </p>
  )
}

function FileText({ opened }: { opened: OpenedFile }) {
  const texts = useTexts('contents')
  if (opened.state !== 'known') {
    return (
      <p className="mt-4 text-sm text-ink-2">
        {texts(opened.state === 'reading' ? 'file.reading' : 'file.unread')}
      </p>
    )
  }
  const { text, coloured, isCut } = opened
  if (text === null) {
    return <p className="mt-4 text-sm text-ink-2">{texts('file.noText')}</p>
  }
  if (text === '') return <p className="mt-4 text-sm text-ink-2">{texts('file.empty')}</p>
  return (
    <div className="mt-5">
      {isCut && <p className="mb-2 text-sm text-ink-2">{texts('file.beginning')}</p>}
      <div className="markdown file-text">
        <div className="code-block">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard. */}
          <pre tabIndex={0}>
            <code>
              {coloured === null
                ? text
                : toJsxRuntime({ type: 'root', children: coloured }, { Fragment, jsx, jsxs })}
            </code>
          </pre>
          <CopyButton text={text} label={texts('file.copy')} className="code-block-copy" />
        </div>
      </div>
    </div>
  )
}

/** Builders write what they like: only days that can be are shown as such. */
function toDay(seconds: number, language: Language): string | null {
  const maxSeconds = 253_402_300_799
  return seconds > 0 && seconds <= maxSeconds
    ? formatDate(new Date(seconds * 1000).toISOString(), language)
    : null
}
