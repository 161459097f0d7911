/** Rewrites rpx in inline styles at run time, by the rule the compiler follows in style sheets. */

const RPX = /(^|[\s(,:+*/-])([+-]?(?:\d+\.?\d*|\.\d+))rpx\b/gi

/** `width:20rpx` → `width:calc(20 * var(--rpx))`. Text inside quotes and `url(…)` stays as it is. */
export function rpxToCss(style: string): string {
  if (!/rpx/i.test(style)) return style
  return style
    .split(/("[^"]*"|'[^']*'|url\([^)]*\))/)
    .map((part, i) => (i % 2 ? part : part.replace(RPX, (_, before: string, n: string) => `${before}calc(${n} * var(--rpx))`)))
    .join('')
}
