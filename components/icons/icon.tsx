import type { IconNode } from 'lucide'
import type { SVGProps } from 'react'

export type IconProps = Omit<SVGProps<SVGSVGElement>, 'children'>

/**
 * A line drawing on 24 units, in the colour of the text, 24 pixels wide unless a class says otherwise. It says nothing: what it stands
 * for is in the words beside it, or in the name of the control. The shapes are Lucide's, the component is not that of `lucide-react`: those
 * run in the browser wherever they are shown.
 */
export function Icon({ shape, ...props }: IconProps & { shape: IconNode }) {
  return (
    <svg
      aria-hidden="true"
      width={24}
      height={24}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
      {...props}
    >
      {shape.map(([Element, attributes], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a drawing never changes its lines.
        <Element key={at} {...attributes} />
      ))}
    </svg>
  )
}
