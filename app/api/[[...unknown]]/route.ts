/** What the API does not have. Without this the address would be looked up as a publisher's. */
export function GET(): Response {
  return Response.json(
    { message: 'The API has no such address. /openapi.json lists those that it has.' },
    { status: 404 },
  )
}
