/** The icons of signatures and of what else is attached to an image. */
import {
  BadgeCheck as badgeCheck,
  CircleAlert as circleAlert,
  FileBox as fileBox,
  ShieldQuestion as shieldQuestion,
} from 'lucide'
import { Icon, type IconProps } from './icon.tsx'

export function BadgeCheck(props: IconProps) {
  return <Icon shape={badgeCheck} {...props} />
}

export function CircleAlert(props: IconProps) {
  return <Icon shape={circleAlert} {...props} />
}

export function FileBox(props: IconProps) {
  return <Icon shape={fileBox} {...props} />
}

export function ShieldQuestion(props: IconProps) {
  return <Icon shape={shieldQuestion} {...props} />
}
