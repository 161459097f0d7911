//! A cache on a server: `GET` and `PUT` of `/ac/<hash>` and `/cas/<hash>`, Bazel's HTTP cache protocol. Any server that stores what it is given will do.
//!
//! Results under `/ac/` are JSON. Servers that want them to be Bazel's own messages have to be told not to look (`bazel-remote --disable_http_ac_validation`).

use super::{Kind, Store, Trouble};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode, Url};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

/// A server that is not there must not hold up a build that takes a second.
const CONNECT: Duration = Duration::from_secs(2);
/// Nor one that says nothing.
const SILENCE: Duration = Duration::from_secs(3);
/// For one request from begin to end, however slowly it comes.
const TOTAL: Duration = Duration::from_secs(10);

pub struct Server {
    base: Url,
    client: Client,
    runtime: Runtime,
}

impl Server {
    pub fn new(address: &str) -> Result<Self, String> {
        let base =
            Url::parse(&format!("{}/", address.trim_end_matches('/'))).map_err(|error| format!("`{address}` is no address: {error}"))?;
        let client = Client::builder().redirect(Policy::none()).connect_timeout(CONNECT).read_timeout(SILENCE).timeout(TOTAL).build();
        let client = client.map_err(|error| format!("no connection is possible: {error}"))?;
        let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| format!("no connection is possible: {error}"))?;
        Ok(Self { base, client, runtime })
    }

    /// The address without user and password.
    pub fn name(&self) -> String {
        let mut url = self.base.clone();
        let _ = url.set_username("");
        let _ = url.set_password(None);
        url.as_str().trim_end_matches('/').to_owned()
    }

    fn url(&self, kind: Kind, name: &str) -> Result<Url, Trouble> {
        self.base.join(&format!("{}/{name}", kind.name())).map_err(|error| Trouble::Useless(error.to_string()))
    }
}

impl Store for Server {
    fn get(&self, kind: Kind, name: &str, limit: u64) -> Result<Option<Vec<u8>>, Trouble> {
        let url = self.url(kind, name)?;
        self.runtime.block_on(async {
            let mut response = self.client.get(url).send().await.map_err(|error| why(&error))?;
            match response.status() {
                StatusCode::OK => {}
                StatusCode::NOT_FOUND => return Ok(None),
                _ => return Err(refused(&response)),
            }
            let mut bytes = Vec::new();
            while let Some(chunk) = response.chunk().await.map_err(|error| why(&error))? {
                bytes.extend_from_slice(&chunk);
                if bytes.len() as u64 > limit {
                    return Err(Trouble::Damaged(format!("{}/{name} is larger than it can be", kind.name())));
                }
            }
            Ok(Some(bytes))
        })
    }

    fn put(&self, kind: Kind, name: &str, bytes: &[u8]) -> Result<(), Trouble> {
        let url = self.url(kind, name)?;
        self.runtime.block_on(async {
            let response = self.client.put(url).body(bytes.to_vec()).send().await.map_err(|error| why(&error))?;
            if response.status().is_success() { Ok(()) } else { Err(refused(&response)) }
        })
    }
}

fn refused(response: &Response) -> Trouble {
    let status = response.status();
    let words = if status.is_redirection() {
        "sends elsewhere, which is not followed"
    } else {
        status.canonical_reason().unwrap_or("answers oddly")
    };
    Trouble::Useless(format!("it answers {} ({})", status.as_u16(), words.to_lowercase()))
}

fn why(error: &reqwest::Error) -> Trouble {
    let words = if error.is_timeout() {
        "it takes too long to answer"
    } else if error.is_connect() {
        "it cannot be reached"
    } else {
        "the connection broke off"
    };
    Trouble::Useless(words.to_owned())
}
