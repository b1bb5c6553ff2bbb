/** The icons of kinds, facts and conditions. */
import {
  Box as box,
  CircleCheck as circleCheck,
  CircleDashed as circleDashed,
  Info as info,
  Puzzle as puzzle,
  ShieldCheck as shieldCheck,
  ShipWheel as shipWheel,
  Tag as tag,
  TriangleAlert as triangleAlert,
} from 'lucide'
import { Icon, type IconProps } from './icon.tsx'

export function Box(props: IconProps) {
  return <Icon shape={box} {...props} />
}

export function CircleCheck(props: IconProps) {
  return <Icon shape={circleCheck} {...props} />
}

export function CircleDashed(props: IconProps) {
  return <Icon shape={circleDashed} {...props} />
}

export function Info(props: IconProps) {
  return <Icon shape={info} {...props} />
}

export function Puzzle(props: IconProps) {
  return <Icon shape={puzzle} {...props} />
}

export function ShieldCheck(props: IconProps) {
  return <Icon shape={shieldCheck} {...props} />
}

export function ShipWheel(props: IconProps) {
  return <Icon shape={shipWheel} {...props} />
}

export function Tag(props: IconProps) {
  return <Icon shape={tag} {...props} />
}

export function TriangleAlert(props: IconProps) {
  return <Icon shape={triangleAlert} {...props} />
}
