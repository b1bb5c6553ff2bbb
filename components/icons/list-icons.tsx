/** The icons of what narrows, orders and turns lists. */
import {
  ArrowLeftRight as arrowLeftRight,
  ArrowRight as arrowRight,
  ChevronLeft as chevronLeft,
  ChevronRight as chevronRight,
  History as history,
  ListFilter as listFilter,
  SlidersHorizontal as slidersHorizontal,
} from 'lucide'
import { Icon, type IconProps } from './icon.tsx'

export function ArrowLeftRight(props: IconProps) {
  return <Icon shape={arrowLeftRight} {...props} />
}

export function ArrowRight(props: IconProps) {
  return <Icon shape={arrowRight} {...props} />
}

export function ChevronLeft(props: IconProps) {
  return <Icon shape={chevronLeft} {...props} />
}

export function ChevronRight(props: IconProps) {
  return <Icon shape={chevronRight} {...props} />
}

export function History(props: IconProps) {
  return <Icon shape={history} {...props} />
}

export function ListFilter(props: IconProps) {
  return <Icon shape={listFilter} {...props} />
}

export function SlidersHorizontal(props: IconProps) {
  return <Icon shape={slidersHorizontal} {...props} />
}
