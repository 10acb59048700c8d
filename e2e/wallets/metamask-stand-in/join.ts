/** Each end's output is the other's input. MetaMask's streams have no types of their own: they are Node's. */
export const join = (left: unknown, right: unknown): void => {
  const [one, other] = [left as NodeJS.ReadWriteStream, right as NodeJS.ReadWriteStream]
  one.pipe(other).pipe(one)
}
