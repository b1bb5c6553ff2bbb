/** Finds the route of a request, or which methods its address answers otherwise. */
import type { DistributionRoute } from './distribution-request.ts'
import { distributionRoutes } from './route-table.ts'

/** Without a route, what the address answers; nothing where there is nothing. */
export type FoundRoute =
  | { route: DistributionRoute; match: RegExpExecArray }
  | { route: null; allowed: string[] }

/** @param method HEAD is answered by what answers GET */
export function findRoute(method: string, path: string): FoundRoute {
  const asked = method === 'HEAD' ? 'GET' : method
  const allowed: string[] = []
  for (const route of distributionRoutes) {
    const match = route.pattern.exec(path)
    if (match === null) continue
    if (route.method === asked) return { route, match }
    allowed.push(...(route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]))
  }
  return { route: null, allowed }
}
