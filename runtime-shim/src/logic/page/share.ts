/** `button open-type="share"`: what the page on top has to say, handed to the host bridge. */
import { world } from '../context.ts'
import { topPage } from '../router/stack.ts'
import { askBridge, type Loose } from '../wx/registry.ts'

/** A promise in what `onShareAppMessage` returned may take this long, ms; then its other fields count. */
const SHARE_PATIENCE = 3000

/** What is shared, and whether the host did; without one the view may have a way of its own. */
export async function shareFromButton(args: object): Promise<Loose> {
  const page = topPage()
  const said: Loose = page?.instance.run('onShareAppMessage', { from: 'button', ...args }) ?? {}
  const late = new Promise((resolve) => setTimeout(resolve, SHARE_PATIENCE))
  const { title, path, imageUrl }: Loose = (said.promise && (await Promise.race([said.promise, late]).catch(() => undefined))) || said
  const here = page ? '/' + page.url.path + (page.url.search && '?' + page.url.search) : '/'
  const content = { title: String(title ?? world.host.config.name ?? ''), path: String(path ?? here), imageUrl: imageUrl && String(imageUrl) }
  return askBridge(world.host, 'shareAppMessage', content).then(
    () => ({ ...content, errMsg: 'shareAppMessage:ok' }),
    (reason: Loose) => ({ ...content, errMsg: `shareAppMessage:fail ${reason?.reason ?? reason?.message ?? reason}` }),
  )
}
