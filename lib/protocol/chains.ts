import type { EasDomain } from './eas.ts'
import type { Address } from './hex.ts'

/** What we rely on per chain. RPC addresses are defaults: the person can set their own. */
export interface ChainFacts {
  readonly id: number
  readonly name: string
  readonly rpcUrl: string
  readonly explorerUrl: string | undefined
  readonly eas: { readonly address: Address; readonly version: string }
  readonly testnet: boolean
}

/** OP-stack predeploy of EAS. */
const EAS_PREDEPLOY: Address = '0x4200000000000000000000000000000000000021'

export const CHAINS: Readonly<Record<number, ChainFacts>> = {
  8453: {
    id: 8453,
    name: 'Base',
    rpcUrl: 'https://mainnet.base.org',
    explorerUrl: 'https://basescan.org',
    eas: { address: EAS_PREDEPLOY, version: '1.0.1' },
    testnet: false,
  },
  84532: {
    id: 84532,
    name: 'Base Sepolia',
    rpcUrl: 'https://sepolia.base.org',
    explorerUrl: 'https://sepolia.basescan.org',
    eas: { address: EAS_PREDEPLOY, version: '1.2.0' },
    testnet: true,
  },
  31337: {
    id: 31337,
    name: 'Local chain',
    rpcUrl: 'http://127.0.0.1:8545',
    explorerUrl: undefined,
    // CREATE2 address of EAS as scripts/ deploys it: the same on every local chain.
    eas: { address: '0xa85dDE930d6f28A037D6616197aDb46f56FB7fc9', version: '1.4.0' },
    testnet: true,
  },
}

export const easDomain = (chainId: number): EasDomain | undefined => {
  const facts = CHAINS[chainId]
  return facts === undefined
    ? undefined
    : { name: 'EAS Attestation', version: facts.eas.version, chainId, verifyingContract: facts.eas.address }
}
