/** Kinds of packages (as package URLs name them) whose namespace is a vendor and not a part of the name; `pkg:npm/%40angular/core` is no `core`. */
export const distributionTypes: ReadonlySet<string> = new Set([
  'alpm',
  'apk',
  'bitnami',
  'deb',
  'ebuild',
  'qpkg',
  'rpm',
])
