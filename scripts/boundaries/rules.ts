import type { GlobalUse, Import, SourceFile } from './source.ts'

/** An import whose target is known: a file of ours, or a package (`viem/utils`, `node:fs`). */
export interface ResolvedImport extends Import {
  readonly target: { readonly file: string } | { readonly package: string }
}

export interface ImportRule {
  /** What a violation prints. */
  readonly reason: string
  readonly from: (file: string) => boolean
  /** Returns true where this import breaks the rule. */
  readonly breaks: (imported: ResolvedImport, file: string) => boolean
}

export interface GlobalRule {
  readonly reason: string
  readonly names: readonly GlobalUse['name'][]
  readonly allowedIn: (file: string) => boolean
}

const under =
  (...folders: readonly string[]) =>
  (file: string): boolean =>
    folders.some((folder) => file === folder || file.startsWith(`${folder}/`))

const lib = (...rooms: readonly string[]) => under(...rooms.map((room) => `lib/${room}`))

/** Stored shapes are words that every room may speak; only opening the database is `db`'s own. */
const isSharedType = (imported: ResolvedImport): boolean =>
  imported.typeOnly && 'file' in imported.target && imported.target.file === 'lib/db/schema.ts'

const toFile = (imported: ResolvedImport, test: (file: string) => boolean): boolean =>
  'file' in imported.target && test(imported.target.file)
const toPackage = (imported: ResolvedImport, test: (name: string) => boolean): boolean =>
  'package' in imported.target && test(imported.target.package)

const onlyFiles =
  (allowed: (file: string) => boolean) =>
  (imported: ResolvedImport): boolean =>
    toFile(imported, (file) => !allowed(file)) && !isSharedType(imported)

const PURE = lib('privacy', 'autodiff', 'pipelines', 'aggregation', 'safety')
const PAGE_WORLD = under(
  'entrypoints/inpage.content',
  'entrypoints/gate.content',
  'entrypoints/gpc.content',
  'lib/gpc/page',
  'lib/intercept',
  'lib/channel/page',
)
/** What the three sides of the channel share lies directly in lib/channel. */
const CHANNEL_WORDS = /^lib\/channel\/[^/]+\.ts$/
export const EXTENSION = under('lib', 'entrypoints', 'components')
const PRODUCT = under('lib', 'entrypoints', 'components', 'coordinator')
const BROWSER_ROOMS = lib(
  'db',
  'platform',
  'vault',
  'trainer',
  'consent',
  'rounds',
  'views',
  'channel',
  'intercept',
  'wallets',
  'rpc',
  'activity',
  'earnings',
  'gpc',
)

const isViem = (name: string) => name === 'viem' || name.startsWith('viem/')

export const IMPORT_RULES: readonly ImportRule[] = [
  {
    reason:
      'lib/protocol is a leaf: both sides and the page speak it, so it imports itself, valibot, canonicalize and viem/utils only.',
    from: lib('protocol'),
    breaks: (imported) =>
      toFile(imported, (file) => !lib('protocol')(file)) ||
      toPackage(
        imported,
        (name) =>
          !['valibot', 'canonicalize', 'viem/utils'].includes(name) && !(isViem(name) && imported.typeOnly),
      ),
  },
  {
    reason:
      'lib/policy is a leaf: a decision is a pure function of rules, request and state, so it imports lib/protocol, lib/vocabulary and valibot only.',
    from: lib('policy', 'vocabulary'),
    breaks: (imported) =>
      onlyFiles(lib('policy', 'protocol', 'vocabulary'))(imported) ||
      toPackage(imported, (name) => name !== 'valibot'),
  },
  {
    reason:
      'privacy, autodiff, pipelines, aggregation and safety are pure compute: they run in a worker and under Node, so they import each other and lib/protocol only.',
    from: PURE,
    breaks: onlyFiles((file) => PURE(file) || lib('protocol')(file)),
  },
  {
    reason:
      'lib/receipts is evidence that both sides make and anybody checks: it imports lib/protocol, lib/attest and lib/vocabulary, and no room of the browser.',
    from: lib('receipts'),
    breaks: onlyFiles(lib('receipts', 'protocol', 'attest', 'vocabulary')),
  },
  {
    reason:
      "Code in a page's own world shares it with hostile scripts and has a byte budget: it imports lib/intercept, lib/channel/page and the words of lib/protocol only.",
    from: PAGE_WORLD,
    breaks: onlyFiles(
      (file) =>
        PAGE_WORLD(file) ||
        lib(
          'protocol/provider.ts',
          'protocol/errors.ts',
          'protocol/walletCalls.ts',
          'protocol/walletKinds.ts',
        )(file) ||
        CHANNEL_WORDS.test(file),
    ),
  },
  {
    reason: 'lib/sdk is published for dApp developers: it imports lib/protocol only.',
    from: lib('sdk'),
    breaks: onlyFiles(lib('sdk', 'protocol')),
  },
  {
    reason:
      'components/ draw what lib/views tell them: they never reach the database, the chain or the vault.',
    from: under('components'),
    breaks: (imported) => toFile(imported, lib('db', 'chain', 'vault')) && !imported.typeOnly,
  },
  {
    reason: 'lib/ is imported by entrypoints and components, never the other way round.',
    from: under('lib'),
    breaks: (imported) => toFile(imported, under('components', 'entrypoints', 'coordinator', 'contracts')),
  },
  {
    reason:
      'components/ are imported by entrypoints, never the other way round; the coordinator is another program.',
    from: under('components'),
    breaks: (imported) => toFile(imported, under('entrypoints', 'coordinator', 'contracts')),
  },
  {
    reason:
      'The coordinator uses protocol, aggregation, attest, receipts, privacy, autodiff, pipelines and chain, and Node: never a room of the browser.',
    from: under('coordinator'),
    breaks: (imported) =>
      toFile(
        imported,
        (file) =>
          !under('coordinator')(file) &&
          (!lib(
            'protocol',
            'aggregation',
            'attest',
            'receipts',
            'privacy',
            'autodiff',
            'pipelines',
            'chain',
          )(file) ||
            file === 'lib/attest/contributionKey.ts'),
      ),
  },
  {
    reason:
      'Only lib/chain, lib/wallets and the coordinator hold viem clients; elsewhere viem/utils has the pure functions.',
    from: EXTENSION,
    breaks: (imported, file) =>
      !lib('chain', 'wallets')(file) &&
      !imported.typeOnly &&
      toPackage(imported, (name) => isViem(name) && name !== 'viem/utils'),
  },
  {
    reason: 'Only lib/db opens IndexedDB.',
    from: EXTENSION,
    breaks: (imported, file) =>
      !lib('db')(file) && !imported.typeOnly && toPackage(imported, (name) => name === 'idb'),
  },
  {
    reason: "Only lib/platform touches the browser's extension interface.",
    from: EXTENSION,
    breaks: (imported, file) =>
      !lib('platform')(file) &&
      !imported.typeOnly &&
      toPackage(imported, (name) => name === 'wxt/browser' || name === 'webextension-polyfill'),
  },
  {
    reason: 'Node is where the coordinator and the scripts run: the extension has none.',
    from: EXTENSION,
    breaks: (imported) => !imported.typeOnly && toPackage(imported, (name) => name.startsWith('node:')),
  },
  {
    reason: 'What people run never depends on tests, benchmarks or scripts.',
    from: PRODUCT,
    breaks: (imported) =>
      toFile(imported, (file) => under('e2e', 'bench', 'scripts')(file) || file.includes('/testing/')),
  },
  {
    reason:
      'No barrels inside lib/: a room has an index.ts only where it is published (lib/sdk, lib/protocol).',
    from: under('lib'),
    breaks: (imported) =>
      toFile(
        imported,
        (file) => file.startsWith('lib/') && file.endsWith('/index.ts') && !lib('sdk', 'protocol')(file),
      ),
  },
]

export const GLOBAL_RULES: readonly GlobalRule[] = [
  {
    reason:
      'Only lib/net fetches: without credentials, without redirects, within limits, to hosts that the task names.',
    names: ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource'],
    allowedIn: lib('net'),
  },
  { reason: 'Only lib/db opens IndexedDB.', names: ['indexedDB'], allowedIn: lib('db') },
  {
    reason: "Only lib/platform touches the browser's extension interface.",
    names: ['chrome', 'browser'],
    allowedIn: lib('platform'),
  },
]

/** What must never be loaded, even through others, by programs that start in these files. */
export interface ReachRule {
  readonly reason: string
  readonly from: (file: string) => boolean
  readonly never: (file: string) => boolean
}

export const REACH_RULES: readonly ReachRule[] = [
  {
    reason: 'The coordinator runs under Node: nothing that it loads may load a room of the browser.',
    from: under('coordinator'),
    never: BROWSER_ROOMS,
  },
  {
    reason: 'Pure compute stays pure: nothing that it loads may load a room of the browser.',
    from: (file) => PURE(file) || lib('policy', 'protocol', 'vocabulary')(file),
    never: BROWSER_ROOMS,
  },
]

/** A test, or what several tests of a room share, in its folder `testing/`. */
export const isTest = (file: SourceFile['path']): boolean =>
  /\.(test|test-d|bench)\.tsx?$/.test(file) || file.includes('/testing/')
