/** The fetcher that swr uses for the gallery's own API. */

/**
 * Fetches JSON from the gallery itself, whose answers are typed by the route that gives them.
 * @throws when the server cannot be reached or answers with an error
 */
export async function fetchJson<Answer>(path: string): Promise<Answer> {
  const response = await fetch(path, { headers: { accept: 'application/json' } })
  if (!response.ok) throw new Error(`The gallery answered ${response.status} for ${path}`)
  return response.json()
}
