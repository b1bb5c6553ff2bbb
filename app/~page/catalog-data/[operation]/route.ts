/** `POST /searchRepositoryCatalogData` and its like, which next.config.mjs rewrites to here: the original gallery's anonymous API. */
import { CATALOG_DATA_OPERATIONS } from '#lib/addresses/catalog-data-operations.ts'
import { answerCatalogData, corsHeaders } from '#lib/public-api/catalog-data/answer-catalog-data.ts'

export async function POST(
  request: Request,
  { params }: RouteContext<'/~page/catalog-data/[operation]'>,
): Promise<Response> {
  const { operation } = await params
  const known = CATALOG_DATA_OPERATIONS.find((one) => one === operation)
  return known === undefined ? new Response(null, { status: 404 }) : answerCatalogData(known, request)
}

export function OPTIONS(): Response {
  return new Response(null, { status: 204, headers: corsHeaders })
}
