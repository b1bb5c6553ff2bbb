import type { SVGProps } from 'react'

export type IconProps = Omit<SVGProps<SVGSVGElement>, 'children'>

/**
 * A line drawing on 24 units, in the colour of the text, 24 pixels wide unless a class says otherwise. It says nothing: what it stands
 * for is in the words beside it, or in the name of the control. Not the components of `lucide-react`: those run in the browser
 * wherever they are shown, with the shapes of each in the page a second time.
 */
export function Icon(props: SVGProps<SVGSVGElement>) {
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
    />
  )
}
