'use client'

import type { Pullable } from '#lib/commands/pull-offer.ts'
import { usePullAddress } from '../pull/pull-address.ts'
import { PullBar } from '../pull/pull-bar.tsx'

/** The pull panel of one image; which platform is shown, the page itself lets visitors choose. */
export function ImagePull({
  what,
  platform,
  plainHttp,
}: {
  what: Pullable
  /** The key of the one that was chosen; null for any. */
  platform: string | null
  plainHttp: boolean
}) {
  const [address, change] = usePullAddress()
  return (
    <PullBar
      what={what}
      uri={what.name}
      hasPlatforms={false}
      platform={platform}
      form={address.form}
      plainHttp={plainHttp}
      onChange={({ form = null }) => change({ form })}
    />
  )
}
