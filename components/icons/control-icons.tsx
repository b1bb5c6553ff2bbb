/** The icons of what a visitor presses on every page. */
import {
  Check as check,
  ChevronDown as chevronDown,
  Copy as copy,
  Menu as menu,
  Moon as moon,
  Search as search,
  Sun as sun,
  SunMoon as sunMoon,
  X as x,
} from 'lucide'
import { Icon, type IconProps } from './icon.tsx'

export function Check(props: IconProps) {
  return <Icon shape={check} {...props} />
}

export function ChevronDown(props: IconProps) {
  return <Icon shape={chevronDown} {...props} />
}

export function Copy(props: IconProps) {
  return <Icon shape={copy} {...props} />
}

export function Menu(props: IconProps) {
  return <Icon shape={menu} {...props} />
}

export function Moon(props: IconProps) {
  return <Icon shape={moon} {...props} />
}

export function Search(props: IconProps) {
  return <Icon shape={search} {...props} />
}

export function Sun(props: IconProps) {
  return <Icon shape={sun} {...props} />
}

export function SunMoon(props: IconProps) {
  return <Icon shape={sunMoon} {...props} />
}

export function X(props: IconProps) {
  return <Icon shape={x} {...props} />
}
