/**
 * The environment that child processes get. It stands here, beside the schema, because nothing outside
 * `lib/config` reads `process.env`.
 */

/** This process's environment with `overrides` on top. */
export function childEnvironment(overrides: Record<string, string> = {}): NodeJS.ProcessEnv {
  return { ...process.env, ...overrides }
}
