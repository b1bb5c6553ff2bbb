'use client'

/**
 * Runs before the first paint: applies the visitor's theme, and registers the default Trusted Types policy under which the
 * framework may load its own chunks and nothing else.
 */
const script = `(function(d,w){
try{var t=localStorage.getItem('theme')}catch(e){}
d.dataset.themeChoice=t==='light'||t==='dark'?t:'system';
d.dataset.theme=t==='light'||t==='dark'?t:w.matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light';
if(w.trustedTypes&&w.trustedTypes.createPolicy)w.trustedTypes.createPolicy('default',{createScriptURL:function(u){
var r=new URL(u,w.location.origin);
if(r.origin===w.location.origin&&r.pathname.indexOf('/_next/')===0)return u;
throw new TypeError('Refused script '+u)}})
})(document.documentElement,window)`

/** Only the server writes it: a browser that renders the layout itself, after a failure, may make no script. */
export function ThemeScript() {
  if (typeof window !== 'undefined') return null
  // biome-ignore lint/security/noDangerouslySetInnerHtml: the text is the constant above; nothing of a visitor enters it.
  return <script dangerouslySetInnerHTML={{ __html: script }} />
}
