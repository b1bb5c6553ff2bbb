'use client'

import { useTexts } from '#components/language/use-texts.ts'
import { toPlatformOptions } from '#lib/commands/pull-offer.ts'
import { PullBar } from '../pull/pull-bar.tsx'
import { BreakablePath } from '../ui/breakable-path.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { useShownTag } from './shown-tag.tsx'

const frame = 'sm:rounded-md sm:border sm:border-rule-strong sm:bg-raised sm:p-3'

/** The pull panel of a repository, for the tag that the page shows. */
export function RepositoryPull({
  uri,
  plainHttp,
  isUnread,
}: {
  uri: string
  plainHttp: boolean
  /** The tags cannot be read at the moment. */
  isUnread: boolean
}) {
  const texts = useTexts('repositoryTools')
  const pull = useTexts('pull')
  const { tag, tags, facts, isStale, address, change } = useShownTag()
  if (tag === null) {
    return (
      <div className={`flex flex-wrap items-center gap-x-4 gap-y-3 ${frame}`}>
        <p className="min-w-0 flex-1 basis-72 text-ink-2">
          {texts.rich(isUnread ? 'unread' : 'nothingPushed', {
            uri: () => (
              <code key="uri" className="font-mono text-xs text-ink wrap-anywhere">
                <BreakablePath text={uri} />
              </code>
            ),
          })}
        </p>
        <CopyButton text={uri} label={pull('copyUri')} look="framed" />
      </div>
    )
  }
  const own = isStale ? null : facts
  return (
    <div className={frame}>
      <PullBar
        what={{
          name: uri,
          tag: tag.tag,
          digest: tag.digest,
          kind: own?.kind ?? tag.kind,
          platforms: toPlatformOptions(own?.platforms ?? []),
        }}
        tags={tags.map((one) => one.tag)}
        uri={uri}
        platform={address.platform}
        form={address.form}
        plainHttp={plainHttp}
        isLoading={isStale}
        onChange={(chosen) => {
          // What is offered first needs no word in the address.
          change(chosen.tag === tags[0]?.tag ? { ...chosen, tag: null } : chosen)
        }}
      />
    </div>
  )
}
