/** The wheels of `picker mode=region`. */
import type { PickerModel } from './picker-model.ts'
import { REGIONS } from './region-data.ts'

interface Region { name: string; code: string; inside: Region[] }

/** `name code name code…` of the cities after each province; see region-data.ts. */
function readRegions(): Region[] {
  return REGIONS.split('\n').map((line) => {
    const [head = '', ...cities] = line.split(' ')
    const code = head.slice(0, 2)
    return {
      name: head.slice(2),
      code: code + '0000',
      inside: cities.map((city) => ({ name: city.slice(2), code: code + city.slice(0, 2) + '00', inside: [] })),
    }
  })
}

/** How many wheels each `level` has. Districts are not in the data: the wheel of `region` and below holds the city's own name. */
const LEVELS: Record<string, number> = { province: 1, city: 2, region: 3, 'sub-district': 3 }

export function regionModel(value: string[], customItem: string, level: string): PickerModel {
  const depth = LEVELS[level] ?? 3
  const custom: Region[] = customItem ? [{ name: customItem, code: '', inside: [] }] : []
  const provinces = readRegions()
  const at = new Array<number>(depth).fill(0)
  const lists = (): Region[][] => {
    const found: Region[][] = [[...custom, ...provinces]]
    for (let i = 1; i < depth; i++) {
      const chosen = found[i - 1]![at[i - 1]!]
      const inside = chosen?.inside.length ? chosen.inside : chosen?.code ? [{ ...chosen, inside: [] }] : []
      found.push([...custom, ...inside])
    }
    return found
  }
  for (let i = 0; i < depth; i++) at[i] = Math.max(0, lists()[i]!.findIndex((region) => region.name === value[i]))
  return {
    columns: () => lists().map((list) => list.map((region) => region.name)),
    at: () => at,
    turn(column, index) {
      at[column] = index
      at.fill(0, column + 1)
    },
    result() {
      const chosen = lists().map((list, i) => list[at[i]!])
      return { value: chosen.map((region) => region?.name ?? ''), code: chosen.map((region) => region?.code ?? ''), postcode: '' }
    },
  }
}
