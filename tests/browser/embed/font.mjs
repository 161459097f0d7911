/** A TrueType font whose only letter, `a`, is empty and as wide as asked, so that a test can measure which font is in use. */

const u16 = (...values) => Buffer.concat(values.map((value) => { const b = Buffer.alloc(2); b.writeUInt16BE(value & 0xffff); return b }))
const u32 = (...values) => Buffer.concat(values.map((value) => { const b = Buffer.alloc(4); b.writeUInt32BE(value >>> 0); return b }))
const sum = (table) => {
  const padded = Buffer.concat([table, Buffer.alloc(-table.length & 3)])
  let total = 0
  for (let at = 0; at < padded.length; at += 4) total = (total + padded.readUInt32BE(at)) >>> 0
  return total
}

/** `advance`: in thousandths of the font size. */
export function font(advance) {
  const cmap = Buffer.concat([u16(0, 1, 3, 1), u32(12), u16(4, 32, 0, 4, 4, 1, 0, 97, 0xffff, 0, 97, 0xffff, 1 - 97, 1, 0, 0)])
  const tables = {
    'OS/2': Buffer.concat([u16(4, advance, 400, 5, 0, 650, 600, 0, 75, 650, 600, 0, 350, 50, 300, 0), Buffer.alloc(10), u32(1, 0, 0, 0), Buffer.from('test'), u16(0x40, 97, 97, 800, -200, 0, 800, 200), u32(1, 0), u16(500, 700, 0, 32, 1)]),
    cmap,
    glyf: Buffer.alloc(4),
    head: Buffer.concat([u32(0x10000, 0x10000, 0, 0x5f0f3cf5), u16(3, 1000), Buffer.alloc(16), u16(0, 0, advance, 1, 0, 8, 2, 0, 0)]),
    hhea: Buffer.concat([u32(0x10000), u16(800, -200, 0, advance, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2)]),
    hmtx: u16(500, 0, advance, 0),
    loca: u16(0, 0, 0),
    maxp: Buffer.concat([u32(0x10000), u16(2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)]),
    name: u16(0, 0, 6),
    post: u32(0x30000, 0, 0, 0, 0, 0, 0, 0),
  }
  const names = Object.keys(tables)
  let offset = 12 + 16 * names.length
  const records = []
  const bodies = []
  for (const name of names) {
    const table = tables[name]
    records.push(Buffer.from(name.padEnd(4)), u32(sum(table), offset, table.length))
    const body = Buffer.concat([table, Buffer.alloc(-table.length & 3)])
    bodies.push(body)
    offset += body.length
  }
  return Buffer.concat([u32(0x10000), u16(names.length, 128, 3, names.length * 16 - 128), ...records, ...bodies])
}
