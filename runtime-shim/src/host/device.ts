/** The device as the page sees it: vibration, wake lock and a brightness of its own. */
import { hostMethod } from '../view/host.ts'
import { view } from '../view/view.ts'

const screenState: { wanted: boolean; lock?: WakeLockSentinel; brightness: number; shade?: HTMLElement } = { wanted: false, brightness: 1 }

export function hostDevice(): void {
  hostMethod('vibrate', ({ duration }: { duration: number }) => void navigator.vibrate?.(duration))
  hostMethod('keepScreenOn', ({ on }: { on: boolean }) => keepScreenOn(on))
  hostMethod('brightness', ({ value }: { value?: number }) => brightness(value))
  // A wake lock ends when the page is hidden.
  document.addEventListener('visibilitychange', () => void (screenState.wanted && !document.hidden && keepScreenOn(true)))
}

async function keepScreenOn(on: boolean): Promise<void> {
  screenState.wanted = on
  await screenState.lock?.release()
  screenState.lock = on ? await navigator.wakeLock?.request('screen').catch(() => undefined) : undefined
}

/** A page cannot dim the screen, but it can lay a shade over itself. */
function brightness(value?: number): number {
  if (value === undefined) return screenState.brightness
  screenState.brightness = value
  screenState.shade?.remove()
  if (value < 1) {
    const shade = (screenState.shade = document.createElement('div'))
    shade.style.cssText = `position:absolute;inset:0;z-index:20000;pointer-events:none;background:rgba(0,0,0,${(1 - value) * 0.8})`
    view.root.append(shade)
  }
  return value
}
