//! `samstyr preflight` over the network: the rules on the answer, who may be asked, and what messages may hold.

use crate::preflight::{catalog, expect, look};
use crate::world::{World, program};
use serde_json::Value;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

/// Serves the replies, one for each connection, and gives the address.
fn serve(replies: Vec<(String, Duration)>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for (reply, delay) in replies {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 4096];
            let read = stream.read(&mut request).unwrap();
            let request = String::from_utf8_lossy(&request[..read]).to_lowercase();
            assert!(request.contains("user-agent: samstyr/") && !request.contains("accept-encoding"), "{request}");
            thread::sleep(delay);
            let _ = stream.write_all(reply.as_bytes()); // the client may have given up
        }
    });
    format!("http://{address}")
}

fn reply(head: &str, body: &str) -> (String, Duration) {
    (format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len()), Duration::ZERO)
}

/// Looks at `/c` of a server that gives these replies.
fn ask(replies: Vec<(String, Duration)>, more: &[&str]) -> (i32, Value) {
    let address = format!("{}/c", serve(replies));
    look(&World::new(), &[&[address.as_str(), "--allow-host", "127.0.0.1"], more].concat())
}

#[test]
fn rules_on_the_answer() {
    let turtle = "Content-Type: text/turtle";
    let cases: &[(&str, &str, &str)] = &[
        ("404 Not Found", "harvest-status", "404"),
        ("204 No Content", "harvest-status", "204"),
        ("301 Moved\r\nLocation: https://127.0.0.1/c", "harvest-status", "301 → https://127.0.0.1/c"),
        ("401 Unauthorized", "harvest-authentication", "401"),
        ("403 Forbidden", "harvest-authentication", "403"),
    ];
    for (head, rule, detail) in cases {
        let (status, found) = ask(vec![reply(head, "")], &[]);
        assert_eq!(status, 1);
        expect(&found, rule, "violation", None, false);
        assert!(found["findings"][0]["message"].as_str().unwrap().contains(detail), "{found}");
    }
    let (_, found) = ask(vec![reply(&format!("200 OK\r\n{turtle}\r\nContent-Encoding: gzip"), &catalog())], &[]);
    expect(&found, "harvest-encoding", "violation", None, false);
    let (_, found) = ask(vec![reply(&format!("200 OK\r\n{turtle}\r\nLink: <https://e.no/2>; rel=\"next\""), &catalog())], &[]);
    expect(&found, "harvest-paging", "violation", None, true);
    let large = ("HTTP/1.1 200 OK\r\nContent-Length: 80000000\r\n\r\n".to_owned(), Duration::ZERO);
    expect(&ask(vec![large], &[]).1, "harvest-size", "violation", None, false);
    let late = (reply("200 OK", "").0, Duration::from_secs(2));
    expect(&ask(vec![late], &["--timeout", "0.3"]).1, "harvest-time", "violation", None, false);
    let (_, found) = ask(vec![reply("200 OK\r\nContent-Type: text/html", "<p>")], &[]);
    expect(&found, "format", "violation", None, false);
}

#[test]
fn an_address_is_read_as_it_says_or_as_it_is_registered() {
    for (head, more) in
        [("Content-Type: text/turtle; charset=utf-8", &[][..]), ("Content-Type: text/plain", &["--media-type", "text/turtle"][..])]
    {
        let (status, found) = ask(vec![reply(&format!("200 OK\r\n{head}"), &catalog())], more);
        assert_eq!((status, &found["documents"][0]["triples"]), (0, &100.into()), "{found}");
    }
    let there = reply("302 Found\r\nLocation: /there", "");
    let (status, _) = ask(vec![there, reply("200 OK\r\nContent-Type: text/turtle", &catalog())], &[]);
    assert_eq!(status, 0, "a redirect within the scheme is followed");
}

#[test]
fn what_is_not_public_is_not_asked() {
    let world = World::new();
    for url in [
        "http://127.0.0.1:9/c.ttl",
        "http://2130706433/",
        "http://[::ffff:127.0.0.1]/",
        "http://localhost/",
        "http://169.254.169.254/",
        "file:///etc/passwd",
        "http://u:secret@127.0.0.1/",
    ] {
        let ran = world.run(&["preflight", url]);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{url}: {}", ran.stderr);
        // The option is named where it helps, and there alone.
        let helps = url.starts_with("http://") && !url.contains('@');
        assert!(ran.stderr.contains("is not asked") && ran.stderr.contains("hint: "), "{url}: {}", ran.stderr);
        assert_eq!(ran.stderr.contains("--allow-host"), helps, "{url}: {}", ran.stderr);
    }
    // A redirect is looked at again, and both its ends are named.
    let away = reply("302 Found\r\nLocation: http://10.0.0.1/", "");
    let address = serve(vec![away]);
    let ran = world.run(&["preflight", &address, "--allow-host", "127.0.0.1"]);
    assert_eq!(ran.status, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains(&format!("`{address}/` leads to `http://10.0.0.1/`, which is not asked")), "{}", ran.stderr);
    let closed = world.run(&["preflight", "http://127.0.0.1:9/", "--allow-host", "127.0.0.1"]);
    assert_eq!(closed.status, 3, "{}", closed.stderr);
    assert_eq!(world.run(&["preflight", "no-such-file.ttl"]).status, 3);
}

#[test]
fn a_password_is_never_printed() {
    let world = World::new();
    for url in
        ["http://u:secret@e.no/", "ftp://u:secret@e.no/", "http://u:secret@e.no:99999/", "http://u:sec/ret@e.no:x/", "http:/u:secret@e.no/"]
    {
        let ran = world.run(&["preflight", url]);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{url}: {}", ran.stderr);
        assert!(ran.stderr.contains("e.no") && !ran.stderr.contains("secret") && !ran.stderr.contains("ret@"), "{url}: {}", ran.stderr);
    }
    for host in ["http://u:secret@e.no", "u:secret@e.no"] {
        let ran = world.run(&["preflight", "c.ttl", "--allow-host", host]);
        assert!(ran.status == 2 && !ran.stderr.contains("secret"), "{host}: {}", ran.stderr);
    }
    // Nor what an answer says.
    let away = reply("302 Found\r\nLocation: http://u:secret@e.no/", "");
    let ran = world.run(&["preflight", &serve(vec![away]), "--allow-host", "127.0.0.1"]);
    assert!(ran.status == 2 && ran.stderr.contains("http://e.no/") && !ran.stderr.contains("secret"), "{}", ran.stderr);
    let heads = [
        "301 Moved\r\nLocation: https://u:secret@e.no/c".to_owned(),
        "404 Not Found\r\nLocation: //u:secret@e.no/c".to_owned(),
        "200 OK\r\nContent-Type: text/turtle\r\nLink: <https://e.no/1>; rel=\"prev\", <https://u:secret@e.no/2>; rel=\"next\"".to_owned(),
    ];
    for head in heads {
        let (status, found) = ask(vec![reply(&head, &catalog())], &[]);
        assert_eq!(status, 1, "{found}");
        let message = found["findings"][0]["message"].as_str().unwrap();
        assert!(message.contains("e.no/") && !found.to_string().contains("secret"), "{found}");
    }
}

#[test]
fn what_is_no_host_is_refused_with_the_way_out() {
    let world = World::new();
    world.file("c.ttl", &catalog());
    for wrong in ["http://localhost:8080", "localhost:http", "localhost/c"] {
        let ran = world.run(&["preflight", "c.ttl", "--allow-host", wrong]);
        assert_eq!(ran.status, 2, "{wrong}");
        assert!(ran.stderr.contains(&format!("`{wrong}` in `--allow-host` is not a host")), "{}", ran.stderr);
        assert!(ran.stderr.contains("give the host alone"), "{}", ran.stderr);
    }
}

#[test]
fn hosts_are_allowed_by_options_environment_and_file() {
    let turtle = |addresses: usize| vec![reply("200 OK\r\nContent-Type: text/turtle", &catalog()); addresses];
    let world = World::new();
    let run = |address: &str, more: &[&str], environment: &str| {
        let arguments = [&["preflight", address, "--format", "json"], more].concat();
        let output = program(&arguments).current_dir(world.path()).env("SAMSTYR_NET_ALLOW", environment).output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let address = serve(turtle(4));
    assert_eq!(run(&address, &[], "").0, 2, "nobody allows it");
    assert_eq!(run(&address, &[], "10.0.0.1, 127.0.0.1").0, 0);
    assert_eq!(run(&address, &["--allow-host", "127.0.0.1"], "10.0.0.1").0, 0, "an option adds to the environment");
    world.file("samstyr.toml", "[net]\nallow = [\"127.0.0.1\"]\n");
    assert_eq!(run(&address, &[], "").0, 0);
    assert_eq!(run(&address, &["--allow-host", "10.0.0.1"], "").0, 0, "an option adds to the file");
    assert_eq!(run(&address, &[], "10.0.0.1").0, 2, "the environment wins over the file");
    world.file("samstyr.toml", "[net]\nallow = [\"http://localhost\"]\n");
    let (status, stderr) = run(&address, &[], "");
    assert!(status == 2 && stderr.contains("`http://localhost` in `[net] allow` is not a host"), "{stderr}");
    world.file("samstyr.toml", "[net]\nalow = []\n");
    let (status, stderr) = run(&address, &[], "");
    assert!(status == 2 && stderr.contains("line 2, column 1"), "{stderr}");
}
