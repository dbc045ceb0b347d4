//! Promise: the page gets the program's numbers and files, whoever else asks gets nothing, and whatever is asked is answered in words.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::runner::{DISTRICTS, content, expect};

/// A server of the program, ended when it is dropped.
struct Server {
    process: Child,
    port: u16,
    home: TempDir,
    _words: BufReader<ChildStderr>,
}

/// A reply: status, heads, body.
struct Reply {
    status: u16,
    heads: String,
    body: Vec<u8>,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).chars().take(600).collect()
    }
}

impl Server {
    fn start(flags: &[&str]) -> Server {
        let home = TempDir::new().unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_uptake"));
        process.args(["serve", "--port", "0", "--at"]).arg(home.path()).args(flags).stdin(Stdio::null());
        let mut process = process.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap();
        let words = BufReader::new(process.stderr.take().unwrap());
        Server { process, port, home, _words: words }
    }

    /// Sends bytes, and takes whatever comes until the other side ends.
    fn raw(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        // A server that has refused may have closed already.
        let _ = stream.write_all(bytes);
        let mut reply = Vec::new();
        let _ = stream.read_to_end(&mut reply);
        reply
    }

    fn ask_with(&self, method: &str, path: &str, heads: &str, body: &[u8]) -> Reply {
        let port = self.port;
        let host =
            if heads.contains("Host:") { String::new() } else { format!("Host: 127.0.0.1:{port}\r\n") };
        let head = format!(
            "{method} {path} HTTP/1.1\r\n{host}{heads}Content-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        let reply = self.raw(&[head.as_bytes(), body].concat());
        let end = reply
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .unwrap_or_else(|| panic!("a reply without heads: {reply:?}"));
        let heads = String::from_utf8_lossy(&reply[..end]).to_lowercase();
        let status = heads.split(' ').nth(1).unwrap().parse().unwrap();
        let mut body = reply[end + 4..].to_vec();
        if heads.contains("transfer-encoding: chunked") {
            body = unchunked(&body);
        }
        Reply { status, heads, body }
    }

    fn get(&self, path: &str) -> Reply {
        self.ask_with("GET", path, "", b"")
    }

    fn post(&self, path: &str, body: &Value) -> Reply {
        self.ask_with("POST", path, "Content-Type: application/json\r\n", body.to_string().as_bytes())
    }

    /// The complete text of a scenario.
    fn text(&self, asked: &Value) -> String {
        let reply = self.post("/api/scenarios", asked);
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()["toml"].as_str().unwrap().to_owned()
    }

    fn start_job(&self, scenarios: &[(&str, &str)], replications: u32) -> Reply {
        let scenarios: Vec<Value> =
            scenarios.iter().map(|(name, toml)| json!({ "name": name, "toml": toml })).collect();
        self.post("/api/jobs", &json!({ "scenarios": scenarios, "replications": replications }))
    }

    /// Runs a job to its end, and gives its id.
    fn run(&self, scenarios: &[(&str, &str)], replications: u32) -> String {
        let reply = self.start_job(scenarios, replications);
        assert_eq!(reply.status, 202, "{}", reply.text());
        let id = reply.json()["id"].as_str().unwrap().to_owned();
        // The stream of events ends with the job.
        let events = self.get(&format!("/api/jobs/{id}/events"));
        let told = String::from_utf8_lossy(&events.body).into_owned();
        assert!(told.contains("event: done"), "{}", events.text());
        id
    }

    fn end(mut self, signal: &str) -> (Option<i32>, usize) {
        let kill = Command::new("kill").args([signal, &self.process.id().to_string()]).status().unwrap();
        assert!(kill.success());
        let status = self.process.wait().unwrap();
        (status.code(), fs::read_dir(self.home.path()).unwrap().count())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap().trim(), 16).unwrap();
        if size == 0 {
            break;
        }
        whole.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = &rest[end + 4 + size..];
    }
    whole
}

const SHORT: [&str; 2] = ["run.months", "district.pupils"];

/// A scenario of one short year in a small district.
fn short(base: &str) -> Value {
    json!({ "base": base, "settings": { SHORT[0]: 14, SHORT[1]: 900 }, "events": [] })
}

/// Writes two scenarios of the page as files, and compares them as the program does.
fn compared_by_the_program(home: &Path, texts: &[(&str, &str)], replications: &str) {
    for (name, text) in texts {
        fs::write(home.join(format!("{name}.toml")), text).unwrap();
    }
    let files: Vec<String> = texts.iter().map(|(name, _)| format!("{name}.toml")).collect();
    let mut command = vec!["compare"];
    command.extend(files.iter().map(String::as_str));
    expect(home, &[command, vec!["-n", replications, "--out", "r"]].concat(), 0, &[]);
}

#[test]
fn numbers_figures_report_tables_and_folder_are_those_of_the_program() {
    let server = Server::start(&[]);
    let (a, b) = (server.text(&short("committed")), server.text(&short("weak-start")));
    let texts = [("as-planned", a.as_str()), ("weak", b.as_str())];
    let id = server.run(&texts, 30);
    let at = server.home.path();
    compared_by_the_program(at, &texts, "30");

    let job = server.get(&format!("/api/jobs/{id}")).json();
    let answer = &job["answer"];
    assert_eq!((&job["state"], &answer["replications"]), (&json!("done"), &json!(30)));
    let summary = csv(&at.join("r/summary.csv"));
    let mut compared = 0;
    for row in &summary {
        let cell =
            |name: &str| row.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
        let scenario = usize::from(cell("scenario") == "weak");
        let shown = &answer["timeline"]["measures"][cell("measure")]["scenarios"][scenario];
        if shown.is_null() {
            continue;
        }
        let month: usize = cell("month").parse().unwrap();
        assert_eq!(shown["mean"][month].as_f64(), cell("mean").parse().ok(), "{row:?}");
        compared += 1;
    }
    assert!(compared > 100, "{compared}");

    let file = |path: &str| server.get(&format!("/api/jobs/{id}/{path}")).body;
    assert!(
        file("figures/spread-depth-path.svg")
            == fs::read(at.join("r/figures/spread-depth-path.svg")).unwrap()
    );
    assert!(file("report.html") == fs::read(at.join("r/report.html")).unwrap(), "the report");
    assert!(file("tables/runs.csv") == fs::read(at.join("r/runs.csv")).unwrap(), "a table");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file("results.zip"))).unwrap();
    let unpacked = at.join("unpacked");
    archive.extract(&unpacked).unwrap();
    let whole = content(&unpacked.join("results"));
    let own = content(&at.join("r"));
    assert!(whole == own, "the folder");

    let story = server.get(&format!("/api/jobs/{id}/story?scenario=1&run=typical")).json();
    assert!(story["paragraphs"].as_array().unwrap().len() > 1, "{story}");
    if story["causes"].as_array().is_some_and(|causes| !causes.is_empty()) {
        let without = server.get(&format!("/api/jobs/{id}/but-for?scenario=1&run=typical&cause=0")).json();
        assert!(without["sentence"].as_str().unwrap().starts_with("Without "), "{without}");
    }
}

/// The rows of a table, each as names with values.
fn csv(path: &Path) -> Vec<Vec<(String, String)>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let names = reader.headers().unwrap().clone();
    let row = |row: csv::StringRecord| {
        names.iter().zip(row.iter()).map(|(n, v)| (n.to_owned(), v.to_owned())).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

#[test]
fn a_table_of_districts_is_read_and_one_of_them_run() {
    let server = Server::start(&[]);
    let table = fs::read(DISTRICTS).unwrap();
    let reply = server.ask_with("POST", "/api/districts", "X-File-Name: our%20schools.csv\r\n", &table);
    assert_eq!(reply.status, 200, "{}", reply.text());
    let found = reply.json();
    assert_eq!(found["districts"][0]["name"], "Three Rivers Unified", "{found}");
    let mut asked = short("committed");
    asked["settings"] = json!({ "run.months": 6 });
    asked["district"] = json!({ "table": found["table"], "id": "9900001" });
    let text = server.text(&asked);
    assert!(text.contains("Alder Elementary") && text.contains("Birch Elementary"), "{text}");
    server.run(&[("north", &text)], 4);
    asked["district"] = json!({ "table": "table-9", "id": "9900001" });
    let gone = server.post("/api/scenarios", &asked);
    assert!(gone.status == 422 && gone.text().contains("once more"), "{}", gone.text());
    let wrong = server.ask_with("POST", "/api/districts", "", b"<html><body>no table</body></html>");
    assert!(wrong.status == 422 && wrong.text().contains("HTML"), "{}", wrong.text());
}

#[test]
fn mistakes_are_answered_with_place_fault_and_remedy() {
    let server = Server::start(&["--most-futures", "100", "--most-teachers", "500"]);
    let text = server.text(&short("committed"));
    let job = |n: u32| server.start_job(&[("a", &text)], n);
    let wrong = [
        (server.post("/api/scenarios", &json!({ "base": "comitted" })), 422, "did you mean `committed`?"),
        (server.post("/api/scenarios", &json!({ "base": "committed", "settings": { "superintendent_exti": 1 } })), 422, "superintendent_exit"),
        (server.post("/api/scenarios", &json!({ "base": "committed", "settings": { "district.pupils": {} } })), 422, "neither a number nor a word"),
        (server.post("/api/scenarios", &json!({ "base": "committed", "events": [{ "month": 999, "what": "superintendent leaves" }] })), 422, "event[1].month"),
        (server.post("/api/scenarios", &json!({ "base": "committed", "settings": { "district.pupils": 100_000 } })), 422, "at most 500"),
        (server.post("/api/scenarios", &json!({ "base": "committed", "sttings": {} })), 400, "sttings"),
        (server.post("/api/scenarios", &json!({ "base": "format = 1\nextends = \"/etc/passwd\"\n" })), 422, "no built-in scenario"),
        (server.ask_with("POST", "/api/scenarios", "", b"{"), 400, "not understood"),
        (job(101), 422, "1 to 100 futures"),
        (job(0), 422, "1 to 100 futures"),
        (server.start_job(&[], 10), 422, "1 to 4 scenarios"),
        (server.start_job(&[("a", &text), ("a", &text)], 10), 422, "a"),
        (server.start_job(&[("../a", &text)], 10), 422, "the name"),
        (server.start_job(&[("a", "extends = 1")], 10), 422, "format"),
        (server.get("/api/jobs/none"), 404, "no such job"),
        (server.get("/api/nothing"), 404, "nothing at this address"),
        (server.ask_with("PUT", "/api/jobs", "", b""), 405, ""),
        (server.ask_with("GET", "/", "Host: uptake.example\r\n", b""), 421, "this machine alone"),
        (server.ask_with("POST", "/api/jobs", "Origin: http://uptake.example\r\n", b"{}"), 403, "another site"),
        (server.ask_with("POST", "/api/districts", "Content-Length: 99999999999\r\n", b""), 400, ""),
    ];
    for (k, (reply, status, words)) in wrong.iter().enumerate() {
        assert!(
            reply.status == *status && reply.text().contains(words),
            "{k}: {} {}",
            reply.status,
            reply.text()
        );
    }
    let page = server.get("/");
    assert!(
        page.status == 200 && page.heads.contains("content-security-policy: default-src 'none'"),
        "{}",
        page.heads
    );
    let read_only = Server::start(&["--read-only"]);
    let refused = read_only.start_job(&[("a", &text)], 10);
    assert!(refused.status == 403 && refused.text().contains("--read-only"), "{}", refused.text());
}

#[test]
fn jobs_wait_in_turn_are_canceled_and_end_with_the_server() {
    let server = Server::start(&["--most-waiting", "2"]);
    let text = server.text(&json!({ "base": "committed" }));
    let replies: Vec<Reply> = (0..4).map(|_| server.start_job(&[("a", &text)], 4_000)).collect();
    let statuses: Vec<u16> = replies.iter().map(|reply| reply.status).collect();
    assert_eq!(statuses, [202, 202, 202, 429], "{}", replies[3].text());
    let ids: Vec<String> =
        replies[..3].iter().map(|reply| reply.json()["id"].as_str().unwrap().to_owned()).collect();
    for id in &ids {
        assert_eq!(server.ask_with("DELETE", &format!("/api/jobs/{id}"), "", b"").status, 200);
    }
    let events = server.get(&format!("/api/jobs/{}/events", ids[0]));
    assert!(String::from_utf8_lossy(&events.body).contains("event: cancelled"), "{}", events.text());
    let early = server.get(&format!("/api/jobs/{}/report.html", ids[0]));
    assert!(early.status == 409 && early.text().contains("not done"), "{}", early.text());
    // One that runs while the server is asked to end.
    let running = server.start_job(&[("a", &text)], 4_000);
    assert_eq!(running.status, 202, "{}", running.text());
    sleep(Duration::from_millis(200));
    assert_eq!(server.end("-TERM"), (Some(0), 0), "it ends well and leaves nothing");
}

/// Requests of odd bytes; the short form here, `UPTAKE_TRIALS` makes it long.
#[test]
fn malformed_requests_are_answered_or_dropped_and_the_next_is_served() {
    let trials: u32 = std::env::var("UPTAKE_TRIALS").ok().and_then(|n| n.parse().ok()).unwrap_or(300);
    let server = Server::start(&[]);
    let port = server.port;
    let whole = [
        format!("GET /api/levers HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"),
        format!(
            "POST /api/scenarios HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 40\r\nConnection: close\r\n\r\n{{\"base\":\"committed\",\"settings\":{{}},\"x\":1}}"
        ),
        format!(
            "GET /api/jobs/x/tables/..%2f..%2fa HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n"
        ),
    ];
    // A fixed sequence (Lehmer): the same requests each time.
    let mut state = 48_271_u64;
    let mut next = move |below: usize| {
        state = state * 48_271 % 2_147_483_647;
        state as usize % below.max(1)
    };
    for _ in 0..trials {
        let mut bytes = whole[next(whole.len())].clone().into_bytes();
        for _ in 0..=next(6) {
            let at = next(bytes.len());
            match next(4) {
                0 => bytes[at] = next(256) as u8,
                1 => bytes.truncate(at),
                2 => bytes.insert(at, next(256) as u8),
                _ => drop(bytes.drain(at..(at + next(20)).min(bytes.len()))),
            }
            if bytes.is_empty() {
                bytes.push(b' ');
            }
        }
        // The other side hears that nothing more comes.
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        let _ = stream.write_all(&bytes);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let mut reply = Vec::new();
        let ended = stream.read_to_end(&mut reply);
        assert!(
            ended.is_ok() || !reply.is_empty(),
            "no end to {:?}: {ended:?}",
            String::from_utf8_lossy(&bytes)
        );
    }
    assert_eq!(server.get("/api/about").status, 200);
}
