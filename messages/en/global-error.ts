/** What stands in for a page whose layout has failed. Plain words without arguments: nothing that formats them is left. */
export const globalError = {
  title: 'The gallery failed to load',
  text: 'A mistake of the gallery stopped the whole page. It may work in a moment.',
  tryAgain: 'Try again',
} as const
