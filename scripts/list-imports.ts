/** Reads the imports of a source file out of its text, and says which file of this repository each one means. */
import { posix } from 'node:path'

export interface SourceFile {
  /** From the project's root, with forward slashes. */
  path: string
  text: string
}

/**
 * Lists what a file imports: statically, dynamically, and by re-export.
 * @example listImports({ path: 'lib/a.ts', text: "import './b.ts'" }) // [{ specifier: './b.ts', line: 1 }]
 */
export function listImports({ text }: SourceFile): { specifier: string; line: number }[] {
  const patterns = [
    /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm,
    /^\s*import\s*['"]([^'"]+)['"]/gm,
    /\bimport\(\s*['"]([^'"]+)['"]/g,
  ]
  return patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => ({
      specifier: match[1] ?? '',
      line: text.slice(0, match.index + match[0].length).split('\n').length,
    })),
  )
}

/** The imported file from the project's root, or null for a package. */
export function toTarget(path: string, specifier: string): string | null {
  if (specifier.startsWith('#')) return specifier.slice(1)
  return specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : null
}

/** Tests stand above every room: they may start the whole to look at a part. */
export function isTest(path: string): boolean {
  return /\.(?:test|spec)\.tsx?$/.test(path)
}
