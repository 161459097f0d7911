/** `navigation-bar`: the page's navigation bar from data. */
import { changeLook } from '../shell/look.ts'
import { pageOf, view } from '../view.ts'
import { defineElement, WxElement } from './element.ts'

const TIMINGS: Record<string, string> = { easeIn: 'ease-in', easeOut: 'ease-out', easeInOut: 'ease-in-out' }

class WxNavigationBar extends WxElement {
  static override props = {
    title: { type: 'string' },
    loading: { type: 'boolean' },
    frontColor: { type: 'string' },
    backgroundColor: { type: 'string' },
    colorAnimationDuration: { type: 'number' },
    colorAnimationTimingFunc: { type: 'string', value: 'linear' },
  } as const

  override changed(name: string, value: unknown): void {
    const page = pageOf(this)
    if (!page) return view.frame?.mounted(() => this.changed(name, value))
    const duration = this.num('colorAnimationDuration')
    const timing = this.str('colorAnimationTimingFunc')
    const transition = duration > 0 ? `background ${duration}ms ${TIMINGS[timing] ?? 'linear'}` : ''
    if (name === 'title') changeLook(page, { navigationBarTitleText: value })
    else if (name === 'loading') changeLook(page, { loading: value })
    else if (name === 'frontColor') changeLook(page, { navigationBarTextStyle: value === '#ffffff' ? 'white' : 'black', transition })
    else if (name === 'backgroundColor') changeLook(page, { navigationBarBackgroundColor: value, transition })
  }
}

export function defineNavigationBar(): void {
  defineElement('navigation-bar', WxNavigationBar)
}
