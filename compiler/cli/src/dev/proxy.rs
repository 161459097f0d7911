//! `/__wxc/proxy?url=…`: forwards requests of the app to other origins, which browsers would refuse. Only pages of this server may use it.

use crate::dev::server::same_origin;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// Bodies up to this size are sent in one piece with their length, which some servers insist on.
const WHOLE: u64 = 32 << 20;

/// Headers of one connection (RFC 9110 §7.6.1), and those that speak of this server instead of the other.
const NOT_FORWARDED: &[&str] = &[
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "host",
    "content-length",
    "origin",
    "referer",
    "cookie",
    "x-wxc-cookie",
];

/// Headers of the answer that would speak to the browser about this server.
const NOT_RETURNED: &[&str] = &[
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "set-cookie",
    "content-security-policy",
    "content-security-policy-report-only",
    "strict-transport-security",
    "clear-site-data",
    "alt-svc",
];

pub struct Proxy {
    client: Option<reqwest::Client>,
}

impl Proxy {
    pub fn new() -> Self {
        Self { client: reqwest::Client::builder().build().ok() }
    }
}

pub async fn proxy(proxy: Arc<Proxy>, request: Request) -> Response {
    if !same_origin(request.headers()) {
        return (StatusCode::FORBIDDEN, "only pages of this server may use the proxy\n").into_response();
    }
    let target = request.uri().query().and_then(url_of).and_then(|url| reqwest::Url::parse(&url).ok());
    let Some(url) = target.filter(|url| matches!(url.scheme(), "http" | "https")) else {
        return (StatusCode::BAD_REQUEST, "write /__wxc/proxy?url=https://…\n").into_response();
    };
    let Some(client) = &proxy.client else {
        return (StatusCode::BAD_GATEWAY, "this program cannot make requests\n").into_response();
    };
    let (parts, body) = request.into_parts();
    let length = parts.headers.get("content-length").and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    let mut forwarded = client.request(parts.method, url.clone()).headers(filtered(&parts.headers, NOT_FORWARDED));
    // Browsers let no script set `Cookie`; `wx.request` sends it under this name.
    if let Some(cookie) = parts.headers.get("x-wxc-cookie") {
        forwarded = forwarded.header("cookie", cookie.clone());
    }
    forwarded = match length {
        Some(0) | None if !parts.headers.contains_key("transfer-encoding") => forwarded,
        Some(length) if length <= WHOLE => match to_bytes(body, WHOLE as usize).await {
            Ok(bytes) => forwarded.body(bytes),
            Err(_) => return (StatusCode::BAD_REQUEST, "the request broke off\n").into_response(),
        },
        _ => forwarded.body(reqwest::Body::wrap_stream(body.into_data_stream())),
    };
    match forwarded.send().await {
        Ok(answer) => {
            let mut headers = filtered(answer.headers(), NOT_RETURNED);
            // Browsers hide `Set-Cookie` from scripts; `wx.request` shows it.
            for cookie in answer.headers().get_all("set-cookie") {
                headers.append(HeaderName::from_static("x-wxc-set-cookie"), cookie.clone());
            }
            (answer.status(), headers, Body::from_stream(answer.bytes_stream())).into_response()
        }
        Err(error) => {
            let status = if error.is_timeout() { StatusCode::GATEWAY_TIMEOUT } else { StatusCode::BAD_GATEWAY };
            let mut reasons = vec![error.to_string()];
            let mut source = std::error::Error::source(&error);
            while let Some(inner) = source {
                reasons.push(inner.to_string());
                source = inner.source();
            }
            (status, [("x-wxc-proxy-error", "1")], format!("{url}: {}\n", reasons.join(": "))).into_response()
        }
    }
}

/// Headers without those in `drop` and those that `Connection` names. Names that fetch sets by itself (`Sec-…`) stay here as well.
fn filtered(headers: &HeaderMap, drop: &[&str]) -> HeaderMap {
    let named = headers.get("connection").and_then(|names| names.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    let keep = |name: &HeaderName| {
        let name = name.as_str();
        !drop.contains(&name) && !name.starts_with("sec-") && !named.split(',').any(|other| other.trim() == name)
    };
    headers.iter().filter(|(name, _)| keep(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// The value of `url` in a query; everything after `url=` counts, so that unescaped `&` does not cut it.
fn url_of(query: &str) -> Option<String> {
    let value = query.strip_prefix("url=")?;
    let plain = value.contains("://");
    if plain {
        Some(value.to_owned())
    } else {
        reqwest::Url::parse(&format!("http://x/?{query}"))
            .ok()?
            .query_pairs()
            .find(|(name, _)| name == "url")
            .map(|(_, url)| url.into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_decoded_once() {
        assert_eq!(url_of("url=https%3A%2F%2Fa.b%2Fc%3Fd%3De%2526f").as_deref(), Some("https://a.b/c?d=e%26f"));
        assert_eq!(url_of("url=https://a.b/c?d=1&e=2").as_deref(), Some("https://a.b/c?d=1&e=2"));
        assert_eq!(url_of("x=1"), None);
    }
}
