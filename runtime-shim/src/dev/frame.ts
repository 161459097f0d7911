/** A phone around the app on wide screens, so that pages are seen at the size they are made for. */

const FRAME_STYLE = `
@media (min-width:500px){
html{background:#e9ebf0}
body{display:flex;align-items:center;justify-content:center;background:radial-gradient(circle at 50% 0,#f7f8fb,#dfe2ea)}
body>#wxc{--wxc-width:375px;--wxc-height:min(812px,100vh - 40px);--wxc-status:44px;--wxc-bottom:0px;flex:none;border-radius:44px;
box-shadow:0 0 0 2px #3a3d46,0 0 0 11px #0d0e12,0 0 0 13px #50545f,0 30px 70px rgba(20,24,40,.35)}
}
@media (min-width:500px) and (prefers-color-scheme:dark){html{background:#121318}body{background:radial-gradient(circle at 50% 0,#2a2d36,#121318)}}
`

/** Adds the frame; before the app reads its configuration. */
export function phoneFrame(): void {
  const style = document.createElement('style')
  style.textContent = FRAME_STYLE
  document.head.append(style)
  const config = document.getElementById('wxc-app')
  if (config && matchMedia('(min-width:500px)').matches) config.textContent = JSON.stringify({ ...(JSON.parse(config.textContent!) as object), capsule: true })
}
