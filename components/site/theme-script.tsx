'use client'

/**
 * Applies the visitor's theme before the first paint. A script of the ordinary kind would wait for the style sheet above it, and the
 * browser would read none of the page meanwhile. This one runs as soon as it can, and nothing is painted before it where browsers know
 * `blocking`.
 */
const script = `const d=document.documentElement.dataset;
let t;try{t=localStorage.getItem('theme')}catch{}
d.themeChoice=t==='light'||t==='dark'?t:'system';
d.theme=t==='light'||t==='dark'?t:matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light'`

/** Only the server writes it: a browser that renders the layout itself, after a failure, may make no script. */
export function ThemeScript() {
  if (typeof window !== 'undefined') return null
  // biome-ignore lint/security/noDangerouslySetInnerHtml: the text is the constant above; nothing of a visitor enters it.
  return <script type="module" async blocking="render" dangerouslySetInnerHTML={{ __html: script }} />
}
