import { describe, expect, it } from 'vitest'
import { checkBoundaries } from './check.ts'
import { readSource } from './source.ts'

const check = (files: Record<string, string>) =>
  checkBoundaries(Object.entries(files).map(([path, text]) => readSource(path, text)))

/** One file each that breaks one rule, and a word of the reason that it must print. */
const WRONG: readonly [path: string, text: string, reason: RegExp][] = [
  ['lib/protocol/a.ts', "import { x } from '../net/fetch.ts'", /leaf/],
  ['lib/protocol/a.ts', "import { createClient } from 'viem'", /leaf/],
  ['lib/policy/a.ts', "import { write } from '../db/database.ts'", /leaf/],
  ['lib/privacy/a.ts', "import { seal } from '../vault/seal.ts'", /pure compute/],
  ['lib/channel/page/a.ts', "import { parse } from '../../protocol/task.ts'", /hostile scripts/],
  ['lib/sdk/a.ts', "export { x } from '../channel/page/x.ts'", /published/],
  ['components/Vault.tsx', "import { database } from '../lib/db/database.ts'", /lib\/views/],
  ['components/Vault.tsx', "const late = () => import('../lib/vault/read.ts')", /lib\/views/],
  ['lib/views/a.ts', "import { Button } from '../../components/ui/Button.tsx'", /never the other way round/],
  [
    'coordinator/a.ts',
    "import { key } from '../lib/attest/contributionKey.ts'",
    /never a room of the browser/,
  ],
  ['lib/rounds/a.ts', "import { http } from 'viem'", /viem clients/],
  ['lib/views/a.ts', "import { openDB } from 'idb'", /opens IndexedDB/],
  ['lib/views/a.ts', 'indexedDB.open("x")', /opens IndexedDB/],
  ['lib/views/a.ts', 'export const f = () => fetch("/")', /Only lib\/net/],
  ['lib/views/a.ts', 'export const f = () => globalThis.fetch("/")', /Only lib\/net/],
  ['entrypoints/popup/main.tsx', 'chrome.runtime.getURL("/")', /Only lib\/platform/],
  ['lib/views/a.ts', "import { readFile } from 'node:fs/promises'", /has none/],
  ['coordinator/a.ts', "import { x } from '../scripts/local/world.ts'", /never depends on tests/],
  ['lib/views/a.ts', "import { x } from '../vault/testing/x.ts'", /never depends on tests/],
  ['lib/views/a.ts', "import { x } from '../vault/index.ts'", /barrels/],
]

describe('checkBoundaries', () => {
  it.each(WRONG)('catches %s: %s', (path, text, reason) => {
    expect(check({ [path]: text }).map((violation) => violation.reason)).toEqual(
      expect.arrayContaining([expect.stringMatching(reason)]),
    )
  })

  it('lets every room do what is its own', () => {
    expect(
      check({
        'lib/protocol/a.ts': "import { keccak256 } from 'viem/utils'\nimport type { Hex } from 'viem'",
        'lib/net/fetch.ts': 'export const get = (url: string) => fetch(url)',
        'lib/db/database.ts': "import { openDB } from 'idb'\nindexedDB.databases()",
        'lib/platform/tabs.ts': 'chrome.tabs.query({})',
        'lib/chain/client.ts': "import { createClient } from 'viem'",
        'components/A.tsx': "import type { DatasetRecord } from '../lib/db/schema.ts'",
        'coordinator/a.ts': "import { readFile } from 'node:fs/promises'\nconst page = await fetch('x')",
      }),
    ).toEqual([])
  })

  it('follows what the coordinator loads through other files, but not through types', () => {
    const files = {
      'coordinator/a.ts': "import { x } from '../lib/attest/x.ts'",
      'lib/attest/x.ts': "import { y } from '../net/y.ts'",
      'lib/net/y.ts': "import { database } from '../db/database.ts'",
      'lib/db/database.ts': 'export const database = 1',
    }
    expect(check(files).map(({ file }) => file)).toEqual(['coordinator/a.ts'])
    expect(check({ ...files, 'lib/net/y.ts': "import type { database } from '../db/database.ts'" })).toEqual(
      [],
    )
  })

  it('lets tests import anything', () => {
    for (const path of ['lib/policy/a.test.ts', 'lib/policy/testing/a.ts'])
      expect(check({ [path]: "import 'fake-indexeddb/auto'\nfetch('x')" })).toEqual([])
  })

  it('does not take a property, a parameter type or a string for the global', () => {
    expect(
      check({
        'lib/views/a.ts':
          "const o = { fetch: 1 }; export const t = (db: { fetch(): void }, w: typeof chrome) => [db.fetch(), o.fetch, 'chrome.x', w]",
      }),
    ).toEqual([])
  })
})
