/** All messages of the language, by page concern. */
import { site } from './site.ts'
import { ui } from './ui.ts'

export const ja = { site, ui } as const
