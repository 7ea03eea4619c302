//! hyper by hand: a connection for each request in flight, and serde into structs.

use http_body_util::{BodyExt, Full};
use hyper::{body::Bytes, client::conn::http1, header, Request};
use hyper_util::rt::TokioIo;
use peers::{argument, Answer, RunData, Tally, QUERY};
use serde::Serialize;
use std::{cell::RefCell, rc::Rc};
use tokio::net::TcpStream;

#[derive(Serialize)]
struct Variables {
    id: &'static str,
}

#[derive(Serialize)]
struct GetRun {
    query: &'static str,
    variables: Variables,
}

async fn connect(port: usize) -> http1::SendRequest<Full<Bytes>> {
    let stream = TcpStream::connect(("127.0.0.1", port as u16)).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::task::spawn_local(connection);
    sender
}

async fn run_some(mut sender: http1::SendRequest<Full<Bytes>>, host: String, requests: usize, tally: Rc<RefCell<Tally>>) {
    for _ in 0..requests {
        let body = serde_json::to_vec(&GetRun { query: QUERY, variables: Variables { id: "r-1" } }).unwrap();
        let request = Request::post("/graphql")
            .header(header::HOST, &host)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/graphql-response+json")
            .body(Full::new(Bytes::from(body)))
            .unwrap();
        sender.ready().await.unwrap();
        let body = sender.send_request(request).await.unwrap().into_body().collect().await.unwrap().to_bytes();
        let answer: Answer<RunData> = serde_json::from_slice(&body).unwrap();
        tally.borrow_mut().add(answer.data.run.step, &answer.data.run.name);
    }
}

async fn run() {
    let (port, requests, in_flight) = (argument(2), argument(3), argument(4));
    let mut connections = Vec::new();
    for _ in 0..in_flight {
        connections.push(connect(port).await);
    }
    let host = format!("127.0.0.1:{port}");
    let tally = Rc::new(RefCell::new(Tally::start()));
    let start = |sender| tokio::task::spawn_local(run_some(sender, host.clone(), requests / in_flight, tally.clone()));
    let tasks: Vec<_> = connections.into_iter().map(start).collect();
    for task in tasks {
        task.await.unwrap();
    }
    tally.borrow().report();
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    tokio::task::LocalSet::new().run_until(run()).await;
}
