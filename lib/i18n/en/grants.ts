export const grants = {} as const
