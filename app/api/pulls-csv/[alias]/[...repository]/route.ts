/** `GET /api/pulls-csv/ALIAS/REPO…`: how often a repository was pulled on each of ninety days, by tag and by client, as CSV. */
import { getPullStatistics } from '#lib/pages/repository/get-pull-statistics.ts'
import { toPullsCsv } from '#lib/public-api/to-pulls-csv.ts'
import { getLog } from '#lib/runtime/log.ts'

const headers = { 'cache-control': 'no-store' }

export async function GET(
  _: Request,
  { params }: RouteContext<'/api/pulls-csv/[alias]/[...repository]'>,
): Promise<Response> {
  const { alias, repository } = await params
  try {
    const statistics = await getPullStatistics(alias, repository.join('/'))
    if (statistics !== null) {
      const name = `pulls-${alias}-${repository.join('-')}.csv`.replace(/[^\w.-]/g, '-')
      return new Response(toPullsCsv(statistics), {
        headers: {
          ...headers,
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="${name}"`,
        },
      })
    }
    const message = 'There is no such repository, or its pulls are not counted.'
    return Response.json({ message }, { status: 404, headers })
  } catch (error) {
    getLog().warn({ err: error }, 'Pull counts could not be read.')
    return Response.json({ message: 'The counts cannot be read right now.' }, { status: 502, headers })
  }
}
