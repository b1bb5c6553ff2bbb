/**
 * What is known of a request under condition keys such as `aws:SourceIp` (IAM user guide, "AWS global condition context
 * keys"). Keys are compared without regard to case; several values are a list, also when it has one member or none.
 */
export type ContextValue = string | readonly string[]

export interface RequestContext {
  get(key: string): ContextValue | undefined
}

/** Of keys and their values; those that are undefined are not in the request. */
export function createRequestContext(values: Record<string, ContextValue | undefined>): RequestContext {
  const byKey = new Map(Object.entries(values).map(([key, value]) => [key.toLowerCase(), value]))
  return { get: (key) => byKey.get(key.toLowerCase()) }
}
