/** Yuan with two decimals, as this vendor writes all money: `-1050n` is `-10.50`. */
export function yuan(fen: bigint): string {
  const [sign, whole] = fen < 0n ? ['-', -fen] : ['', fen];
  return `${sign}${whole / 100n}.${String(whole % 100n).padStart(2, '0')}`;
}
