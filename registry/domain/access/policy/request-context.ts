/**
 * What is known of a request under condition keys such as `aws:SourceIp` (IAM user guide, "AWS global condition context
 * keys"). Keys are compared without regard to case; several values are a list, also when it has one member or none.
 */
export type ContextValue = string | readonly string[]

export interface RequestContext {
  get(key: string): ContextValue | undefined
}

type Values = Record<string, ContextValue | undefined>

/**
 * Of keys and their values; those that are undefined are not in the request.
 * @param values or what gathers them, which is asked with the first key: most policies have no condition
 */
export function createRequestContext(values: Values | (() => Values)): RequestContext {
  let byKey: Map<string, ContextValue | undefined> | null = null
  const gather = () => {
    const entries = Object.entries(typeof values === 'function' ? values() : values)
    return new Map(entries.map(([key, value]) => [key.toLowerCase(), value]))
  }
  return {
    get(key) {
      byKey ??= gather()
      return byKey.get(key.toLowerCase())
    },
  }
}
