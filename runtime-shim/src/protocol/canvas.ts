/**
 * What a `canvas` element answers to: methods of `element` calls (`protocol/query.ts`), drawn on its own `<canvas>`.
 *
 * | method | args | answer |
 * | --- | --- | --- |
 * | `transfer` | — | `CanvasTransfer`; once per element (`type="2d"`, `webgl`) |
 * | `draw` | `CanvasDraw` | — , after the images in it have been loaded and everything is drawn (older canvas, `canvas-id`) |
 * | `toBlob` | `CanvasExport` | `Blob` |
 * | `getImageData` | `CanvasArea` | `CanvasPixels` |
 * | `putImageData` | `CanvasArea & {data: Uint8ClampedArray}` | — |
 *
 * The bitmap of an older canvas has the element's size times the pixel ratio, and everything here counts CSS px.
 */

/** The bitmap of a canvas for drawing on the logic thread; in one thread, and where the browser cannot transfer, the `<canvas>` itself. */
export interface CanvasTransfer { canvas: OffscreenCanvas }

/** A gradient or pattern inside a `CanvasAction`. */
export type CanvasPaint =
  | { paint: 'linear' | 'radial'; args: number[]; stops: [offset: number, color: string][] }
  | { paint: 'pattern'; image: string; repetition: string }

/** One recorded call `[method, …args]`, or `['=', property, value]`. Images are addresses as the program wrote them. */
export type CanvasAction = [name: string, ...args: unknown[]]

/** Without `reserve` the canvas is cleared and its state reset before. */
export interface CanvasDraw { reserve: boolean; actions: CanvasAction[] }

/** Left out: the whole canvas. */
export interface CanvasArea { x?: number; y?: number; width?: number; height?: number }

/** `destWidth` and `destHeight` are px of the file; left out: the area's size times the pixel ratio. */
export interface CanvasExport extends CanvasArea { destWidth?: number; destHeight?: number; type: 'image/png' | 'image/jpeg'; quality: number }

export interface CanvasPixels { width: number; height: number; data: Uint8ClampedArray }
