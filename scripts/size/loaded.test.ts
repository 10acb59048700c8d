import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadedBy } from './loaded.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loaded-'))
  await mkdir(join(folder, 'chunks'))
  await mkdir(join(folder, 'assets'))
})

afterEach(() => rm(folder, { recursive: true }))

const write = (files: Readonly<Record<string, string>>) =>
  Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)))

describe('what a built entry loads', () => {
  it('is its static imports and theirs, each once, and none that comes later', async () => {
    await write({
      'background.js':
        'import{a as e}from"./chunks/a.js";import"./chunks/b.js";import("./chunks/later.js");e()',
      'chunks/a.js': 'import"./b.js";export const a=()=>"import x from \'./no.js\'"',
      'chunks/b.js': 'export*from"/chunks/c.js";import"./a.js"',
      'chunks/c.js': '',
      'chunks/later.js': '',
    })
    expect(loadedBy(folder, 'background.js')).toEqual([
      'background.js',
      'chunks/a.js',
      'chunks/b.js',
      'chunks/c.js',
    ])
  })

  it('is scripts, styles and preloaded chunks of a page', async () => {
    await write({
      'popup.html':
        '<script type="module" crossorigin src="/chunks/popup.js"></script><link rel="modulepreload" href="/chunks/a.js"><link rel="stylesheet" href="/assets/x.css"><link rel="icon" href="/icon.png">',
      'chunks/popup.js': 'import"./a.js"',
      'chunks/a.js': '',
      'assets/x.css': '',
    })
    expect(loadedBy(folder, 'popup.html')).toEqual(['assets/x.css', 'chunks/a.js', 'chunks/popup.js'])
  })

  it('cannot be told where a script is missing', async () => {
    await write({ 'popup.html': '<script src="/chunks/gone.js"></script>' })
    expect(() => loadedBy(folder, 'popup.html')).toThrow(/gone\.js/)
    expect(() => loadedBy(folder, 'none.html')).toThrow(/none\.html/)
  })
})
