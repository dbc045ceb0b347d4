//! Who may ask: pages of this server, on this machine, in requests that are small enough.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, HOST, HeaderName, HeaderValue, ORIGIN,
    REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Served;
use super::problems::Refusal;

/// Nothing but this server is ever asked by the page; a report holds its style and script in itself.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                      connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
/// The same for a report, whose script stands in it.
pub(super) const POLICY_OF_A_REPORT: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts allow-popups allow-modals";

/// Lets through what a page of this server asks, and puts on every reply what browsers should know.
pub(super) async fn guard(State(served): State<Arc<Served>>, request: Request, next: Next) -> Response {
    let mut reply = match admitted(&served, request).await {
        Ok(request) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    };
    let headers = reply.headers_mut();
    let mut put = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    put(CONTENT_SECURITY_POLICY, POLICY);
    put(X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(X_FRAME_OPTIONS, "SAMEORIGIN");
    put(REFERRER_POLICY, "no-referrer");
    put(CACHE_CONTROL, "no-store");
    put(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    reply
}

/// The request with its whole body, if it may be answered.
async fn admitted(served: &Served, request: Request) -> Result<Request, Refusal> {
    let port = served.address.port();
    check_place(request.headers(), request.method(), port)?;
    let most = served.options.bounds.body;
    let too_large = || {
        let fault = format!("the request is larger than {} MB", most >> 20);
        Refusal::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "",
            fault,
            "send a smaller table, or use uptake in a terminal",
        )
    };
    let said = request.headers().get(CONTENT_LENGTH).and_then(|n| n.to_str().ok()?.parse::<u64>().ok());
    if said.is_some_and(|n| n > most as u64) {
        return Err(too_large());
    }
    let (head, body) = request.into_parts();
    let body = to_bytes(body, most).await.map_err(|_| too_large())?;
    Ok(Request::from_parts(head, Body::from(body)))
}

/// Refuses what comes from another site, or by a name that is not this machine's: a page elsewhere whose name was made to lead here.
fn check_place(headers: &HeaderMap, method: &Method, port: u16) -> Result<(), Refusal> {
    let is_here = |place: &str| {
        let names = ["127.0.0.1", "localhost", "[::1]"];
        names.iter().any(|name| place == format!("{name}:{port}"))
    };
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if !text(HOST).is_some_and(is_here) {
        let fault = "this address is served to this machine alone, under 127.0.0.1 or localhost";
        let remedy = "open the address that uptake serve has printed";
        return Err(Refusal::new(StatusCode::MISDIRECTED_REQUEST, "", fault, remedy));
    }
    let is_own = text(ORIGIN).is_none_or(|origin| origin.strip_prefix("http://").is_some_and(is_here));
    let site = text(HeaderName::from_static("sec-fetch-site"));
    let is_cross = site.is_some_and(|site| !matches!(site, "same-origin" | "none"));
    // Following a link to the page from elsewhere is harmless; anything that asks the engine is not.
    let only_looks =
        method == Method::GET && text(HeaderName::from_static("sec-fetch-mode")) == Some("navigate");
    if !is_own || is_cross && !only_looks {
        let fault = "another site has asked this server, and it answers only its own page";
        return Err(Refusal::new(StatusCode::FORBIDDEN, "", fault, "open the page of uptake serve itself"));
    }
    Ok(())
}

/// An address that is none.
pub(super) async fn nothing_there() -> Refusal {
    Refusal::missing("there is nothing at this address", "open the address that uptake serve has printed")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(pairs: &[(&'static str, &str)], method: Method) -> u16 {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        }
        match check_place(&headers, &method, 8080) {
            Ok(()) => 200,
            Err(refusal) => refusal.into_response().status().as_u16(),
        }
    }

    #[test]
    fn only_pages_of_this_server_are_answered() {
        let here = ("host", "127.0.0.1:8080");
        assert_eq!(status(&[here], Method::GET), 200);
        assert_eq!(
            status(&[("host", "localhost:8080"), ("origin", "http://localhost:8080")], Method::POST),
            200
        );
        assert_eq!(status(&[], Method::GET), 421);
        for other in ["uptake.example:8080", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:8080.example"] {
            assert_eq!(status(&[("host", other)], Method::GET), 421, "{other}");
        }
        for other in ["http://example.org", "https://127.0.0.1:8080", "null", "http://127.0.0.1:8081"] {
            assert_eq!(status(&[here, ("origin", other)], Method::POST), 403, "{other}");
        }
        assert_eq!(status(&[here, ("sec-fetch-site", "cross-site")], Method::GET), 403);
        let link = [here, ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")];
        assert_eq!(status(&link, Method::GET), 200);
        assert_eq!(status(&link, Method::POST), 403);
    }
}
