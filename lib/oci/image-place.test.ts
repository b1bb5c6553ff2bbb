import { expect, test } from 'vitest'
import { toImageName, toImagePlace, toPlaceHost } from './image-place.ts'

test.each([
  ['public.ecr.aws/docker/library/redis', 'docker', 'library/redis', 'public.ecr.aws', 'public.ecr.aws'],
  ['registry.example:5000/team/app', 'lab', 'team/app', 'registry.example:5000/', 'registry.example:5000'],
  ['localhost:5000/app', 'lab', 'app', 'localhost:5000/', 'localhost:5000'],
])('%s is named again from its place', (uri, alias, name, place, host) => {
  expect(toImagePlace(uri, name)).toBe(place)
  expect(toImageName(place, alias, name)).toBe(uri)
  expect(toPlaceHost(place)).toBe(host)
})

test('what is no reference has no place', () => {
  expect(toImagePlace('', 'app')).toBeNull()
})
