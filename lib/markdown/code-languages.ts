/**
 * The languages whose code is coloured: those that people show beside a container image, under all names that are
 * written after the three backticks. The grammars are in `load-highlighter.ts`, which only workers load.
 */

/** Each has a grammar. */
export const languages = [
  'bash',
  'bat',
  'c',
  'cpp',
  'csharp',
  'css',
  'diff',
  'docker',
  'go',
  'hcl',
  'html',
  'ini',
  'java',
  'javascript',
  'json',
  'make',
  'nginx',
  'php',
  'powershell',
  'python',
  'ruby',
  'rust',
  'shellsession',
  'sql',
  'toml',
  'typescript',
  'xml',
  'yaml',
] as const

export type Language = (typeof languages)[number]

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

/** The language that a name means, in any case; null for one that has no grammar here. */
export function toLanguage(name: string): Language | null {
  const wanted = name.toLowerCase()
  if (Object.hasOwn(otherNames, wanted)) return otherNames[wanted] ?? null
  return languages.find((language) => language === wanted) ?? null
}
