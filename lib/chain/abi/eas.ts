const data = { name: 'data', type: 'bytes32' } as const
const time = [{ name: '', type: 'uint64' }] as const

/** The part of EAS that is used here: times of 32 bytes that anybody, or one account, put on chain. */
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
] as const
