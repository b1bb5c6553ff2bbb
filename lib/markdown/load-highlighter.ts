/**
 * The one highlighter of a worker. A language's grammar is loaded when the first text uses it. Its expressions run in
 * Oniguruma, for which they were written: it is quicker to start than their translation into JavaScript, and gives up a
 * match after ten million steps, where JavaScript goes on forever.
 */
import { createCssVariablesTheme, createHighlighterCore, type HighlighterCore } from 'shiki/core'
import { createOnigurumaEngine } from 'shiki/engine/oniguruma'
import type { Language } from './code-languages.ts'

const grammars = {
  bash: () => import('shiki/langs/bash.mjs'),
  bat: () => import('shiki/langs/bat.mjs'),
  c: () => import('shiki/langs/c.mjs'),
  cpp: () => import('shiki/langs/cpp.mjs'),
  csharp: () => import('shiki/langs/csharp.mjs'),
  css: () => import('shiki/langs/css.mjs'),
  diff: () => import('shiki/langs/diff.mjs'),
  docker: () => import('shiki/langs/docker.mjs'),
  go: () => import('shiki/langs/go.mjs'),
  hcl: () => import('shiki/langs/hcl.mjs'),
  html: () => import('shiki/langs/html.mjs'),
  ini: () => import('shiki/langs/ini.mjs'),
  java: () => import('shiki/langs/java.mjs'),
  javascript: () => import('shiki/langs/javascript.mjs'),
  json: () => import('shiki/langs/json.mjs'),
  make: () => import('shiki/langs/make.mjs'),
  nginx: () => import('shiki/langs/nginx.mjs'),
  php: () => import('shiki/langs/php.mjs'),
  powershell: () => import('shiki/langs/powershell.mjs'),
  python: () => import('shiki/langs/python.mjs'),
  ruby: () => import('shiki/langs/ruby.mjs'),
  rust: () => import('shiki/langs/rust.mjs'),
  shellsession: () => import('shiki/langs/shellsession.mjs'),
  sql: () => import('shiki/langs/sql.mjs'),
  toml: () => import('shiki/langs/toml.mjs'),
  typescript: () => import('shiki/langs/typescript.mjs'),
  xml: () => import('shiki/langs/xml.mjs'),
  yaml: () => import('shiki/langs/yaml.mjs'),
} satisfies Record<Language, () => Promise<object>>

const variables = createCssVariablesTheme({ name: 'code', variablePrefix: '--code-' })

/** Its colours are variable names, which the highlighting turns into classes. */
export const codeTheme = {
  ...variables,
  settings: [
    ...(variables.settings ?? variables.tokenColors ?? []),
    // The arguments of a command are most of what stands here; coloured, they would hide what is quoted.
    { scope: 'string.unquoted.argument', settings: { foreground: 'var(--code-foreground)' } },
  ],
}

let highlighter: Promise<HighlighterCore> | undefined
const loading = new Map<Language, Promise<void>>()

/** The highlighter, with the grammar of `language` loaded. */
export async function loadHighlighter(language: Language): Promise<HighlighterCore> {
  highlighter ??= createHighlighterCore({
    themes: [codeTheme],
    langs: [],
    engine: createOnigurumaEngine(import('shiki/wasm')),
  })
  const ready = await highlighter
  const loaded = loading.get(language) ?? ready.loadLanguage(grammars[language]())
  loading.set(language, loaded)
  await loaded
  return ready
}
