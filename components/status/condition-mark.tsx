import { CircleCheck, CircleDashed, TriangleAlert } from '../icons/fact-icons.tsx'
import { CircleAlert } from '../icons/proof-icons.tsx'

const marks = {
  ok: { Icon: CircleCheck, colour: 'text-accent' },
  'in-step': { Icon: CircleCheck, colour: 'text-accent' },
  starting: { Icon: CircleDashed, colour: 'text-ink-2' },
  reading: { Icon: CircleDashed, colour: 'text-ink-2' },
  waiting: { Icon: CircleDashed, colour: 'text-ink-2' },
  degraded: { Icon: TriangleAlert, colour: 'text-warning' },
  failing: { Icon: CircleAlert, colour: 'text-danger' },
}

/** A shape and a colour for a condition; the words stand beside it. */
export function ConditionMark({
  condition,
  className = '',
}: {
  condition: keyof typeof marks
  className?: string
}) {
  const { Icon, colour } = marks[condition]
  return <Icon aria-hidden="true" className={`size-6 shrink-0 ${colour} ${className}`} strokeWidth={1.75} />
}
