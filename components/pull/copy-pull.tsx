'use client'

import { type Pullable, toRowCommand } from '#lib/commands/pull-offer.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { usePullClient } from './use-pull-client.ts'

/** Copies, from a row of a list, what pulls the thing of that row with the client chosen last; nothing where nothing can be pulled. */
export function CopyPull({
  what,
  plainHttp,
  label,
  iconHref,
  className,
}: {
  what: Pullable
  plainHttp: boolean
  /** Such as `Copy the pull command of harbor`. */
  label: string
  /** See `CopyButton`. */
  iconHref?: string
  className?: string
}) {
  const [client] = usePullClient(what.kind)
  const text = toRowCommand(what, client, plainHttp)
  if (text === null) return null
  return (
    <CopyButton
      text={text}
      label={label}
      {...(iconHref === undefined ? {} : { iconHref, look: 'listed' as const })}
      {...(className === undefined ? {} : { className })}
    />
  )
}
