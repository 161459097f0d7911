/** Calls, messages and calendar entries: links and files that the device's own programs open. */
import { asyncApi, type CallOptions, type WxHost } from './registry.ts'

export function wxPhone(host: WxHost): Record<string, unknown> {
  return {
    makePhoneCall: asyncApi(
      host,
      'makePhoneCall',
      async ({ phoneNumber }) => {
        if (!(await host.call('phoneCall', { number: phoneNumber }))) throw 'cancel'
      },
      { phoneNumber: 'String' },
    ),
    sendSms: asyncApi(host, 'sendSms', ({ phoneNumber, content }) => {
      host.post('openLink', { url: `sms:${phoneNumber ?? ''}${content ? `?&body=${encodeURIComponent(content)}` : ''}` })
    }),
    addPhoneCalendar: asyncApi(host, 'addPhoneCalendar', (options) => saveEvent(host, options, ''), { title: 'String', startTime: 'Number' }),
    addPhoneRepeatCalendar: asyncApi(
      host,
      'addPhoneRepeatCalendar',
      (options) => {
        const interval = { day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY', year: 'YEARLY' }[String(options.repeatInterval ?? 'month')] ?? 'MONTHLY'
        const until = options.repeatEndTime ? `;UNTIL=${calendarTime(options.repeatEndTime)}` : ''
        return saveEvent(host, options, `RRULE:FREQ=${interval}${until}\r\n`)
      },
      { title: 'String', startTime: 'Number' },
    ),
  }
}

/** Times are seconds since 1970; `endTime` is a string of them in older programs. */
function calendarTime(seconds: number | string): string {
  return new Date(Number(seconds) * 1000).toISOString().replace(/[-:]|\.\d+/g, '')
}

async function saveEvent(host: WxHost, options: CallOptions, rule: string): Promise<void> {
  const escaped = (text: unknown): string => String(text).replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n')
  const day = (seconds: number): string => calendarTime(seconds).slice(0, 8)
  const end = Number(options.endTime) || options.startTime + (options.allDay ? 86400 : 3600)
  const times = options.allDay
    ? `DTSTART;VALUE=DATE:${day(options.startTime)}\r\nDTEND;VALUE=DATE:${day(end)}\r\n`
    : `DTSTART:${calendarTime(options.startTime)}\r\nDTEND:${calendarTime(end)}\r\n`
  const alarm = `BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:${escaped(options.title)}\r\nTRIGGER:-PT${Number(options.alarmOffset) || 0}S\r\nEND:VALARM\r\n`
  const text =
    `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//wxc//\r\nBEGIN:VEVENT\r\nUID:${crypto.randomUUID()}\r\nDTSTAMP:${calendarTime(Date.now() / 1000)}\r\n${times}${rule}` +
    `SUMMARY:${escaped(options.title)}\r\n${options.description ? `DESCRIPTION:${escaped(options.description)}\r\n` : ''}` +
    `${options.location ? `LOCATION:${escaped(options.location)}\r\n` : ''}${options.alarm === false || options.alarm === 'false' ? '' : alarm}END:VEVENT\r\nEND:VCALENDAR\r\n`
  if (!(await host.call('saveFile', { blob: new Blob([text], { type: 'text/calendar' }), name: 'event.ics' }))) throw 'cancel'
}
