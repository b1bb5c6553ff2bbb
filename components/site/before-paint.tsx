'use client'

import { themeChanged } from './theme-switch.tsx'

/**
 * Applies the visitor's theme before the first paint, and leaves the web fonts for later where they would come too late for this page; see
 * `fetch-fonts-later.ts`. A script of the ordinary kind would wait for the style sheet above it, and the browser would read none of the page
 * meanwhile. This one runs as soon as it can, and nothing is painted before it where browsers know `blocking`.
 */
const script = `const d=document.documentElement.dataset,n=performance.getEntriesByType('navigation')[0];
let t,f;try{t=localStorage.getItem('theme');f=localStorage.getItem('fonts')}catch{}
d.themeChoice=t==='light'||t==='dark'?t:'system';
d.theme=t==='light'||t==='dark'?t:matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light';
if(!f&&n&&(n.responseEnd||performance.now())-n.responseStart>100)d.fonts='later';
dispatchEvent(new Event('${themeChanged}'))`

/** Only the server writes it: a browser that renders the layout itself, after a failure, may make no script. */
export function BeforePaint() {
  if (typeof window !== 'undefined') return null
  // biome-ignore lint/security/noDangerouslySetInnerHtml: the text is the constant above; nothing of a visitor enters it.
  return <script type="module" async blocking="render" dangerouslySetInnerHTML={{ __html: script }} />
}
