/** The pages that a pager offers: the first, the last, and those around the current one. */

/** Null stands for a gap. A gap of one page is that page. @example listPageNumbers(5, 9) // [1, null, 4, 5, 6, null, 9] */
export function listPageNumbers(page: number, pageCount: number): (number | null)[] {
  const numbers = [1, page - 1, page, page + 1, pageCount]
    .filter((number) => number >= 1 && number <= pageCount)
    .toSorted((one, other) => one - other)
  const pages: (number | null)[] = []
  let last = 0
  for (const number of numbers) {
    if (number === last) continue
    if (number - last === 2) pages.push(number - 1)
    else if (number - last > 2) pages.push(null)
    pages.push(number)
    last = number
  }
  return pages
}
