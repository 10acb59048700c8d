import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from '../test/command.ts'

it('docs/dependencies.md has a line for every dependency, and for no other', () => {
  const packages = ['package.json', join('bench', 'package.json')].flatMap((file) => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, file), 'utf8'))
    return Object.keys({ ...dependencies, ...devDependencies })
  })
  const lines = readFileSync(join(ROOT, 'docs', 'dependencies.md'), 'utf8').split('\n')
  const named = lines
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name))
  expect(named.toSorted()).toEqual([...new Set(packages)].toSorted())
})
