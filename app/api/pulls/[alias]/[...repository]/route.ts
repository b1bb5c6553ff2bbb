/** `GET /api/pulls/ALIAS/REPO…`: how often a repository was pulled, in all, on each of thirty days, and by tag. */
import { getRepositoryPulls } from '#lib/pages/repository/get-repository-pulls.ts'
import { getLog } from '#lib/runtime/log.ts'

const headers = { 'cache-control': 'no-store' }

export async function GET(
  _: Request,
  { params }: RouteContext<'/api/pulls/[alias]/[...repository]'>,
): Promise<Response> {
  const { alias, repository } = await params
  try {
    const pulls = await getRepositoryPulls(alias, repository.join('/'))
    if (pulls !== null) return Response.json(pulls, { headers })
    const message = 'There is no such repository, or its pulls are not counted.'
    return Response.json({ message }, { status: 404, headers })
  } catch (error) {
    getLog().warn({ err: error }, 'Pull counts could not be read.')
    return Response.json({ message: 'The counts cannot be read right now.' }, { status: 502, headers })
  }
}
