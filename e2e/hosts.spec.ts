import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EXTENSION_FOLDER } from '../scripts/local/build.ts'
import { allow, ask, onboard } from '../scripts/local/contributor.ts'
import { readStore } from '../scripts/local/store.ts'
import { expect, test } from './fixtures/test.ts'
import { startWatchedProxy } from './fixtures/watchedProxy.ts'

/** Chromium looks for its own updates and accounts whatever is installed; the extension's code names no such host. */
const isBrowsersOwn = (host: string): boolean => /(^|\.)(google|googleapis|gvt1)\.com(:443)?$/.test(host)

const builtScripts = async (): Promise<readonly { readonly file: string; readonly code: string }[]> => {
  const files = await readdir(EXTENSION_FOLDER, { recursive: true })
  const scripts = files.filter((file) => /\.m?js$/.test(file))
  return Promise.all(
    scripts.map(async (file) => ({ file, code: await readFile(join(EXTENSION_FOLDER, file), 'utf8') })),
  )
}

/** Asked by Coinbase's SDK, in the wallet tab, once the person has opened its window. */
const COINBASE: readonly string[] = [
  'keys.coinbase.com', // its window
  'rpc.wallet.coinbase.com', // what became of a batch, where its window named no other address
  'www.walletlink.org', // part of the SDK for its phone app, which "smartWalletOnly" leaves out
  'go.cb-w.com', // the same, a link
]

/** Where the chain is read, unless the person set another address, and where a link to a transaction leads. */
const CHAIN: readonly string[] = [
  'mainnet.base.org',
  'sepolia.base.org',
  'basescan.org',
  'sepolia.basescan.org',
]

/** Only in the text of errors and comments, or names in XML and JSON-LD. Nothing is fetched from any of them. */
const WORDS: readonly string[] = [
  '4byte.sourcify.dev',
  'abitype.dev',
  'docs.cloud.coinbase.com',
  'docs.soliditylang.org',
  'example.org',
  'github.com',
  'other', // the beginning of an origin that no rule covers, for the analysis of rules
  'oxlib.sh',
  'purl.org',
  'react.dev',
  'rolldown.rs',
  'schema.org',
  'viem.sh',
  'w3id.org',
  'web.dev',
  'www.smartwallet.dev',
  'www.w3.org',
  'wxt.dev',
]

test('every address in a built script is known, and Coinbase’s are in the wallet tab’s own alone', async () => {
  const scripts = await builtScripts()
  const hostsIn = (code: string) =>
    [...code.matchAll(/\b(?:https?|wss?):\/\/([a-zA-Z0-9.-]*[a-zA-Z0-9])/g)].map(([, host]) => host!)
  const isLocal = (host: string) => host === 'localhost' || host === '127.0.0.1'
  // RFC 2606: nobody can have such a name. Examples of rules speak of them.
  const isReserved = (host: string) => host.endsWith('.example')
  const unknown = scripts
    .flatMap(({ code }) => hostsIn(code))
    .filter(
      (host) => !isLocal(host) && !isReserved(host) && ![...COINBASE, ...CHAIN, ...WORDS].includes(host),
    )
  expect([...new Set(unknown)]).toEqual([])
  const withCoinbase = scripts.filter(({ code }) => hostsIn(code).some((host) => COINBASE.includes(host)))
  expect(withCoinbase.map(({ file }) => file)).toEqual([expect.stringMatching(/^chunks\/wallet-[^/]+\.js$/)])
  const pages = (await readdir(EXTENSION_FOLDER)).filter((file) => file.endsWith('.html'))
  const name = withCoinbase[0]!.file
  const loading = []
  for (const page of pages)
    if ((await readFile(join(EXTENSION_FOLDER, page), 'utf8')).includes(name)) loading.push(page)
  expect(loading).toEqual(['wallet.html'])
  for (const { file, code } of scripts)
    if (file !== name) expect(code).not.toContain(name.slice('chunks/'.length))
})

test('no request leaves the browser but to the task, the RPC, the bridge and the page that asked', async ({
  newWorld,
  newContributor,
}) => {
  const world = await newWorld({ mode: 'private', rounds: 1, contributors: 1 })
  const proxy = await startWatchedProxy()
  const account = world.contributors[0]!
  const person = await newContributor({ world, account, engine: 'wasm', proxy: proxy.url })
  try {
    await onboard(person, await world.writeShard({ name: 'mine', count: 600 }))
    const { prompt } = await ask(person, world.dapp.url)
    await allow(prompt)
    await expect
      .poll(async () => (await readStore(person.own, 'seats')).map(({ paid }) => paid), { timeout: 60_000 })
      .toEqual(['20000'])
    const host = (url: string) => new URL(url).host
    expect([...proxy.hosts].filter((name) => !isBrowsersOwn(name)).toSorted()).toEqual(
      [world.task.manifest.aggregation.coordinator, world.chain.rpcUrl, world.bridge.url, world.dapp.url]
        .map(host)
        .toSorted(),
    )
    const code = (await builtScripts()).map((script) => script.code).join('\n')
    expect(code).not.toMatch(/\b(google|googleapis|gvt1)\.com\b/)
  } finally {
    await proxy.stop()
  }
})
