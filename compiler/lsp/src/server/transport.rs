//! Messages on standard input and output. A message that cannot be read is answered with an error and the next one is read; only the end of input ends the server.

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use lsp_server::{ErrorCode, Message};
use serde_json::{Value, json};
use std::io::{self, BufRead, BufReader, Read, Write};

/// What came in.
#[derive(Debug)]
pub enum Incoming {
    Message(Message),
    /// What is to be answered to something that is no message.
    Malformed(Value),
}

/// Larger messages are skipped: no editor sends a text of this size, a broken length may.
const LARGEST: u64 = 512 << 20;

/// Reads and writes on threads of their own. What comes goes to `events`, at the end `end`. Writing ends when the sender is dropped; then the receiver ends.
pub fn start<T: Send + 'static>(events: Sender<T>, event: fn(Incoming) -> T, end: T) -> (Sender<Value>, Receiver<()>) {
    let (write, written) = unbounded::<Value>();
    let (all, all_written) = bounded(0);
    std::thread::spawn(move || {
        read_all(BufReader::new(io::stdin()), |incoming| events.send(event(incoming)).is_ok());
        // The server may have ended already.
        let _ = events.send(end);
    });
    std::thread::spawn(move || {
        let mut out = io::stdout().lock();
        for message in written {
            // Whoever closed the pipe reads nothing more; the end of input tells the server.
            if send(&mut out, &message).is_err() {
                break;
            }
        }
        drop::<Sender<()>>(all);
    });
    (write, all_written)
}

fn send(out: &mut impl Write, message: &Value) -> io::Result<()> {
    let text = message.to_string();
    write!(out, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    out.flush()
}

/// Until the end of input, or until nobody takes what comes.
fn read_all(mut input: impl BufRead, mut take: impl FnMut(Incoming) -> bool) {
    while let Ok(Some(body)) = frame(&mut input) {
        let incoming = match body {
            Body::Text(bytes) => understand(&bytes),
            Body::TooLarge(length) => {
                malformed(Value::Null, ErrorCode::InvalidRequest, &format!("a message of {length} bytes is too large"))
            }
        };
        if !take(incoming) {
            return;
        }
    }
}

enum Body {
    Text(Vec<u8>),
    TooLarge(u64),
}

/// The next message's bytes; `None` at the end. Lines that are no header are passed over until one says how long the next message is.
fn frame(input: &mut impl BufRead) -> io::Result<Option<Body>> {
    let mut length: Option<u64> = None;
    loop {
        let mut line = Vec::new();
        if input.take(64 << 10).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end_matches(['\r', '\n']);
        if let Some((name, value)) = line.split_once(':')
            && name.trim().eq_ignore_ascii_case("content-length")
            && let Ok(value) = value.trim().parse()
        {
            length = Some(value);
        } else if line.is_empty()
            && let Some(length) = length
        {
            if length > LARGEST {
                let skipped = io::copy(&mut input.take(length), &mut io::sink())?;
                return Ok((skipped == length).then_some(Body::TooLarge(length)));
            }
            let mut body = Vec::new();
            let read = input.take(length).read_to_end(&mut body)?;
            return Ok((read as u64 == length).then_some(Body::Text(body)));
        }
    }
}

fn understand(bytes: &[u8]) -> Incoming {
    let value: Value = match serde_json::from_slice(bytes) {
        Ok(value) => value,
        Err(error) => return malformed(Value::Null, ErrorCode::ParseError, &format!("this is no JSON: {error}")),
    };
    let id = value.get("id").filter(|id| id.is_string() || id.is_number()).cloned().unwrap_or_default();
    let has_method = value.get("method").is_some_and(Value::is_string);
    let is_answer = value.get("result").is_some() || value.get("error").is_some();
    if !has_method && !is_answer {
        return malformed(id, ErrorCode::InvalidRequest, "a message has a `method`, or answers one with `result` or `error`");
    }
    // An `id` that is none would make a request look like a notification, which nobody answers.
    if has_method && value.get("id").is_some_and(|id| !id.is_string() && id.as_i64().is_none_or(|id| i32::try_from(id).is_err())) {
        return malformed(id, ErrorCode::InvalidRequest, "an `id` is a string or an integer of 32 bits");
    }
    match serde_json::from_value(value) {
        Ok(message) => Incoming::Message(message),
        Err(error) => malformed(id, ErrorCode::InvalidRequest, &format!("this is no message: {error}")),
    }
}

fn malformed(id: Value, code: ErrorCode, message: &str) -> Incoming {
    Incoming::Malformed(json!({"jsonrpc": "2.0", "id": id, "error": {"code": code as i32, "message": message}}))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn incoming(text: &[u8]) -> Vec<String> {
        let mut came = Vec::new();
        read_all(text, |incoming| {
            came.push(incoming);
            true
        });
        let shown = came.into_iter().map(|incoming| match incoming {
            Incoming::Message(Message::Request(request)) => format!("request {}", request.method),
            Incoming::Message(Message::Notification(notification)) => format!("notification {}", notification.method),
            Incoming::Message(Message::Response(response)) => format!("response {}", response.id),
            Incoming::Malformed(answer) => format!("{} {}", answer["id"], answer["error"]["code"]),
        });
        shown.collect()
    }

    fn framed(bodies: &[&str]) -> Vec<u8> {
        bodies.iter().flat_map(|body| format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()).collect()
    }

    #[test]
    fn what_is_no_message_is_answered_and_passed_over() {
        let bodies = [
            "{",
            "[]",
            "7",
            r#"{"id": 1}"#,
            r#"{"id": {}, "method": "x"}"#,
            r#"{"id": null, "method": "x"}"#,
            r#"{"id": 99999999999, "method": "x"}"#,
            r#"{"id": 1.5, "method": "x"}"#,
            r#"{"id": "a", "method": 7}"#,
            r#"{"id": 3, "method": "m"}"#,
            r#"{"method": "n", "params": null}"#,
            r#"{"id": 4, "result": null}"#,
        ];
        assert_eq!(
            incoming(&framed(&bodies)),
            [
                "null -32700",
                "null -32600",
                "null -32600",
                "1 -32600",
                "null -32600",
                "null -32600",
                "99999999999 -32600",
                "1.5 -32600",
                "\"a\" -32600",
                "request m",
                "notification n",
                "response 4",
            ]
        );
    }

    #[test]
    fn headers_are_found_among_rubbish() {
        let mut text = b"hello\r\n\r\nContent-Length: x\r\n\r\n\xff\xfe\n".to_vec();
        text.extend(b"content-length:14\r\nContent-Type: application/json\r\n\r\n{\"method\":\"a\"}");
        text.extend(b"Content-Length: 14\n\n{\"method\":\"b\"}");
        text.extend(b"Content-Length: 1000\r\n\r\n{\"method\":");
        assert_eq!(incoming(&text), ["notification a", "notification b"]);
    }
}
