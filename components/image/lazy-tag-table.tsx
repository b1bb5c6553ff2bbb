'use client'

import { lazy } from 'react'

/**
 * The tag table, whose script is loaded where it is shown alone; until then it stands as the server wrote it. Only a component of the
 * browser can leave another one to be loaded later: what a component of the server names, the whole route loads. It has no boundary of
 * its own, as a fallback could take the place of the table for a moment.
 */
export const LazyTagTable = lazy(async () => ({ default: (await import('./tag-table.tsx')).TagTable }))
