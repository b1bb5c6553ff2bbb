/** A router for components that are rendered without a page, whose links lead nowhere. */
import {
  AppRouterContext,
  type AppRouterInstance,
} from 'next/dist/shared/lib/app-router-context.shared-runtime.js'
import type { ReactNode } from 'react'

const goNowhere = () => {}

const router: AppRouterInstance = {
  back: goNowhere,
  forward: goNowhere,
  refresh: goNowhere,
  push: goNowhere,
  replace: goNowhere,
  prefetch: goNowhere,
  bfcacheId: '0',
}

export function RouterOfTests({ children }: { children: ReactNode }) {
  return <AppRouterContext value={router}>{children}</AppRouterContext>
}
