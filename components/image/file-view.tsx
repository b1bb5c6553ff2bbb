import { toJsxRuntime } from 'hast-util-to-jsx-runtime'
import { Fragment, jsx, jsxs } from 'react/jsx-runtime'
import { firstTreeQuery, hasAddress, parseTreeQuery, type TreeQuery } from '#lib/addresses/tree-query.ts'
import type { TreeRow } from '#lib/layers/file-tree.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { OpenedFile } from '#lib/pages/get-image-tree.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { formatBytes } from '../ui/format-bytes.ts'
import { formatDate } from '../ui/format-relative-time.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { toModeText, toTargetPath } from './file-words.ts'
import { type ImageLinks, toTreePath } from './image-links.ts'

interface FileProps {
  links: ImageLinks
  query: TreeQuery
  self: TreeRow
}

/** One file: what it is, and of a text its beginning. A link is shown as what it is, and leads nowhere by itself. */
export function FileView({ opened, ...file }: FileProps & { opened: OpenedFile | null }) {
  return (
    <>
      <FileFacts {...file} />
      {opened !== null && <FileText opened={opened} />}
    </>
  )
}

function FileFacts({ links, query, self }: FileProps) {
  const { kind, mode, uid, gid, modifiedAtS, layer, sizeBytes, target, change } = self
  const facts: [name: string, value: React.ReactNode][] =
    kind === 'whiteout'
      ? [
          ['Kind', change === null ? 'Removed, but nothing was there' : 'Removed by this layer'],
          ['It was', formatBytes(sizeBytes)],
        ]
      : [
          ['Kind', kind],
          ...(kind === 'file' ? [['Size', formatBytes(sizeBytes)] as [string, string]] : []),
          ['Mode', `${toModeText(kind, mode)} (${mode.toString(8).padStart(4, '0')})`],
          ['Owner', `${uid}:${gid}`],
          ['Written', toDay(modifiedAtS)],
          ['From', `layer ${layer + 1}`],
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

function LinkTarget({ links, query, self, target }: FileProps & { target: string }) {
  const { path } = parseTreeQuery({ path: toTargetPath(self.kind, query.path, target) })
  return (
    <p className="mt-4 text-sm wrap-anywhere">
      It leads to <code className="font-mono">{toShownText(target, 600)}</code>
      <span className="text-ink-2">, which is not followed here.</span>{' '}
      {hasAddress(path) && (
        <IntentLink
          href={toTreePath(links, { ...firstTreeQuery, path })}
          prefetch={false}
          rel="nofollow"
          className="link"
        >
          Show /{toShownText(path, 300)}
        </IntentLink>
      )}
    </p>
  )
}

function FileText({ opened }: { opened: OpenedFile }) {
  if (opened.state !== 'known') {
    return (
      <p className="mt-4 text-sm text-ink-2">
        {opened.state === 'reading'
          ? 'The file is being read from its layer. Come back in a moment.'
          : 'The file cannot be read at the moment.'}
      </p>
    )
  }
  const { text, coloured, isCut } = opened
  if (text === null) {
    return <p className="mt-4 text-sm text-ink-2">This is no text, so that nothing of it is shown.</p>
  }
  if (text === '') return <p className="mt-4 text-sm text-ink-2">The file is empty.</p>
  return (
    <div className="mt-5">
      {isCut && <p className="mb-2 text-sm text-ink-2">The first 64 kB of it:</p>}
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
          <CopyButton text={text} label="Copy the text" className="code-block-copy" />
        </div>
      </div>
    </div>
  )
}

/** Builders write what they like: only days that can be are shown as such. */
function toDay(seconds: number): string {
  const maxSeconds = 253_402_300_799
  return seconds > 0 && seconds <= maxSeconds
    ? formatDate(new Date(seconds * 1000).toISOString())
    : 'not stated'
}
