/** Primitives that several pages share. */
export const ui = {
  justNow: 'just now',
  minutesAgo: '{count, number} min ago',
} as const
