'use client'

import dynamic from 'next/dynamic'

/**
 * The tag table, whose script is loaded where it is shown alone. Only a component of the browser can leave another one to be
 * loaded later: what a component of the server names, the whole route loads.
 */
export const LazyTagTable = dynamic(() => import('./tag-table.tsx').then((found) => found.TagTable))
