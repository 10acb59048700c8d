const data = { name: 'data', type: 'bytes32' } as const
const time = [{ name: '', type: 'uint64' }] as const

/** `struct Attestation` of EAS's Common.sol. */
const attestation = [
  { name: 'uid', type: 'bytes32' },
  { name: 'schema', type: 'bytes32' },
  { name: 'time', type: 'uint64' },
  { name: 'expirationTime', type: 'uint64' },
  { name: 'revocationTime', type: 'uint64' },
  { name: 'refUID', type: 'bytes32' },
  { name: 'recipient', type: 'address' },
  { name: 'attester', type: 'address' },
  { name: 'revocable', type: 'bool' },
  { name: 'data', type: 'bytes' },
] as const

/** The part of EAS that is used here: times of 32 bytes that anybody, or one account, put on chain, and attestations. */
export const easAbi = [
  { type: 'function', name: 'timestamp', stateMutability: 'nonpayable', inputs: [data], outputs: time },
  { type: 'function', name: 'revokeOffchain', stateMutability: 'nonpayable', inputs: [data], outputs: time },
  { type: 'function', name: 'getTimestamp', stateMutability: 'view', inputs: [data], outputs: time },
  {
    type: 'function',
    name: 'getRevokeOffchain',
    stateMutability: 'view',
    inputs: [{ name: 'revoker', type: 'address' }, data],
    outputs: time,
  },
  {
    type: 'function',
    name: 'getAttestation',
    stateMutability: 'view',
    inputs: [{ name: 'uid', type: 'bytes32' }],
    outputs: [{ name: '', type: 'tuple', components: attestation }],
  },
] as const
