/**
 * The one highlighter of the process and the languages it knows: those that people show beside a container
 * image. A language's grammar is loaded when the first text uses it.
 */
import { createCssVariablesTheme, createHighlighterCore, type HighlighterCore } from 'shiki/core'
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript'

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
} as const

export type Language = keyof typeof grammars

/** Other names that are written after the three backticks. */
const otherNames: Record<string, Language> = {
  'c++': 'cpp',
  'c#': 'csharp',
  cfg: 'ini',
  cmd: 'bat',
  conf: 'ini',
  console: 'shellsession',
  cs: 'csharp',
  dockerfile: 'docker',
  env: 'ini',
  golang: 'go',
  js: 'javascript',
  jsonc: 'json',
  json5: 'json',
  makefile: 'make',
  ps1: 'powershell',
  properties: 'ini',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'bash',
  shell: 'bash',
  'shell-session': 'shellsession',
  systemd: 'ini',
  terraform: 'hcl',
  tf: 'hcl',
  ts: 'typescript',
  yml: 'yaml',
  zsh: 'bash',
}

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

/** The language that a name means, in any case; null for one that has no grammar here. */
export function toLanguage(name: string): Language | null {
  const wanted = name.toLowerCase()
  if (Object.hasOwn(otherNames, wanted)) return otherNames[wanted] ?? null
  return isLanguage(wanted) ? wanted : null
}

/** The highlighter, with the grammar of `language` loaded. */
export async function loadHighlighter(language: Language): Promise<HighlighterCore> {
  highlighter ??= createHighlighterCore({
    themes: [codeTheme],
    langs: [],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  })
  const ready = await highlighter
  const loaded = loading.get(language) ?? ready.loadLanguage(grammars[language]())
  loading.set(language, loaded)
  await loaded
  return ready
}

function isLanguage(name: string): name is Language {
  return Object.hasOwn(grammars, name)
}
