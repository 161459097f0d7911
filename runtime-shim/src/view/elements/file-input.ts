/** Asks the user for one picture file. */

/** An object URL of the chosen picture, `''` when the user gave up. */
export function pickAvatar(): Promise<string> {
  return new Promise((done) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = 'image/*'
    input.onchange = () => done(input.files?.[0] ? URL.createObjectURL(input.files[0]) : '')
    input.oncancel = () => done('')
    input.click()
  })
}
