/** Rewrites rpx in inline styles at run time, by the rule the compiler follows in style sheets. */

const RPX = /(^|[^\w.\\\u0080-\uffff-])([+-]?(?:\d+\.?\d*|\.\d+))rpx(?![\w\u0080-\uffff-])/gi
const VERBATIM = /("(?:\\[^]|[^"\\])*(?:"|$)|'(?:\\[^]|[^'\\])*(?:'|$)|url\([^)]*(?:\)|$))/i

/** `width:20rpx` → `width:calc(20 * var(--rpx))`. Text inside quotes and `url(…)` stays as it is. */
export function rpxToCss(style: string): string {
  if (!/rpx/i.test(style)) return style
  return style
    .split(VERBATIM)
    .map((part, i) => (i % 2 ? part : part.replace(RPX, (_, before: string, n: string) => `${before}calc(${n} * var(--rpx))`)))
    .join('')
}
