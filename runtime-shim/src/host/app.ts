/** The page's side of starting again, leaving and preloading. */
import { hostMethod } from '../view/host.ts'
import { view } from '../view/view.ts'

export function hostApp(): void {
  hostMethod('restart', ({ path }: { path: string }) => {
    const url = path.replace(/^\/+/, '')
    if (view.config.router === 'hash') location.hash = `#/${url}`
    else history.replaceState(null, '', url ? view.env.base + url.replace(/(?=\?|$)/, '.html') : view.env.base)
    // The entry of the old stack must not bring its page back.
    history.replaceState(null, '')
    location.reload()
  })
  hostMethod('exit', () => {
    // Only windows that a script opened close themselves.
    window.close()
    location.replace('about:blank')
  })
  hostMethod('preload', ({ urls }: { urls: string[] }) => {
    for (const url of urls) {
      const link = document.createElement('link')
      link.rel = 'preload'
      link.as = /\.(woff2?|ttf|otf)(\?|$)/i.test(url) ? 'font' : 'image'
      link.href = url
      document.head.append(link)
    }
  })
}
