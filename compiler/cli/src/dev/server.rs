//! The HTTP server of `wxc dev`: the app from memory, package files from disk, mock data, the line to open pages, and the proxy.

use crate::dev::proxy::{Proxy, proxy};
use crate::dev::state::{Event, State, diagnostics};
use axum::Router;
use axum::body::Body;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Request, State as Extract};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use std::net::TcpListener;
use std::sync::Arc;
use tower_http::services::ServeFile;
use wxc_core::bundle::Output;

/// Serves until the program ends.
pub fn serve(listener: TcpListener, state: Arc<State>) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async move {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        axum::serve(listener, routes(state)).await
    })
}

pub fn routes(state: Arc<State>) -> Router {
    let proxy_state = Arc::new(Proxy::new());
    Router::new()
        .route("/__wxc/events", get(events))
        .route("/__wxc/proxy", any(move |request: Request| proxy(proxy_state.clone(), request)))
        .fallback(file)
        .layer(from_fn_with_state(state.clone(), guard))
        .with_state(state)
}

/// Refuses requests under foreign names (a page elsewhere must not reach this server by pointing its own domain here), and adds the headers that make
/// pages cross-origin isolated.
async fn guard(Extract(state): Extract<Arc<State>>, request: Request, next: Next) -> Response {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if !known_host(host, &state) {
        return (StatusCode::FORBIDDEN, format!("wxc dev does not answer to the name `{host}`\n")).into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-embedder-policy", "credentialless"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-content-type-options", "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

fn known_host(host: &str, state: &State) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
    match address {
        Ok(address) => address.is_loopback() || address == state.host || state.host.is_unspecified(),
        Err(_) => name == "localhost" || name.ends_with(".localhost"),
    }
}

/// The line over which pages hear of changes.
async fn events(Extract(state): Extract<Arc<State>>, headers: HeaderMap, upgrade: WebSocketUpgrade) -> Response {
    if !same_origin(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    upgrade.on_upgrade(move |socket| tell(socket, state))
}

async fn tell(mut socket: WebSocket, state: Arc<State>) {
    let mut changes = state.listen();
    let current = state.current();
    let first = [Event::Hello { build: current.number }, diagnostics(&current.build)];
    drop(current);
    for event in first {
        if socket.send(Message::Text(event.text().into())).await.is_err() {
            return;
        }
    }
    loop {
        tokio::select! {
            change = changes.recv() => match change {
                Ok(text) => if socket.send(Message::Text(text.into())).await.is_err() { return },
                // Too slow to hear everything: start over.
                Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => return,
                Err(tokio::sync::broadcast::error::RecvError::Closed) => return,
            },
            message = socket.recv() => if !matches!(message, Some(Ok(_))) { return },
        }
    }
}

/// Whether a request comes from a page of this server.
pub fn same_origin(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    let host = text(HOST.as_str()).unwrap_or_default();
    let origin = text(ORIGIN.as_str()).or_else(|| text("referer"));
    origin.and_then(|origin| origin.split_once("://")).is_some_and(|(_, rest)| rest.split('/').next() == Some(host))
}

/// An output file, a package file, mock data, or the document that shows the route.
async fn file(Extract(state): Extract<Arc<State>>, uri: Uri, request: Request) -> Response {
    let path = decode(uri.path().trim_start_matches('/'));
    let served = state.current();
    let candidates = [path.clone(), format!("{path}.html"), format!("{path}index.html")];
    for candidate in &candidates {
        match served.build.outputs.get(candidate) {
            Some(Output::Copy(from)) => return on_disk(&state, from, request).await,
            Some(output) => return made(candidate, output),
            None => {}
        }
    }
    if let Some(name) = path.strip_prefix("mock/").filter(|name| !name.split('/').any(|part| part == ".." || part.starts_with('.'))) {
        for name in [format!("mock/{name}"), format!("mock/{name}.json")] {
            if state.disk.locate(&name).is_file() {
                return on_disk(&state, &name, request).await;
            }
        }
    }
    let is_document =
        request.headers().get("sec-fetch-dest").map_or(!path.rsplit('/').next().unwrap_or_default().contains('.'), |to| to == "document");
    match served.build.outputs.get("index.html") {
        Some(document) if is_document => made("index.html", document),
        None if is_document => ([(CONTENT_TYPE, mime("index.html"))], NOTHING).into_response(),
        _ => (StatusCode::NOT_FOUND, format!("there is no `{path}`\n")).into_response(),
    }
}

/// A file that the compiler made.
fn made(path: &str, output: &Output) -> Response {
    ([(CONTENT_TYPE, mime(path))], Body::from(output.pieces().collect::<Vec<_>>().concat())).into_response()
}

/// Shown while the project has no app to show.
const NOTHING: &str = "<!doctype html><meta charset=utf-8><title>wxc</title><body style=\"font:16px system-ui;padding:2em\"><h1>Nothing to show yet</h1>
<pre id=list style=\"white-space:pre-wrap\"></pre><script>
const socket = new WebSocket('ws' + location.origin.slice(4) + '/__wxc/events')
socket.onmessage = (event) => {
  const message = JSON.parse(event.data)
  if (message.type === 'reload') location.reload()
  if (message.type === 'diagnostics') list.textContent = message.items.map((d) => `${d.path}:${d.line}:${d.column} ${d.code}\\n  ${d.message}\\n  ${d.hint ?? ''}`).join('\\n\\n')
}
socket.onclose = () => setTimeout(() => location.reload(), 1000)
</script>";

async fn on_disk(state: &State, path: &str, request: Request) -> Response {
    match ServeFile::new(state.disk.locate(path)).try_call(request).await {
        Ok(response) => response.map(Body::new),
        Err(error) => (StatusCode::NOT_FOUND, format!("`{path}` cannot be read: {error}\n")).into_response(),
    }
}

fn decode(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        let hex = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok()).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match hex {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            _ => bytes.push(*first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The type of a file that the compiler made; others are known by the disk's server.
fn mime(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json" | "map") => "application/json; charset=utf-8",
        _ => "application/octet-stream",
    }
}
