//! graphql-ws-client over tokio-tungstenite, with its actor as a task and each subscription as another.

use futures_util::StreamExt;
use graphql_ws_client::{graphql::GraphqlOperation, Client};
use peers::{argument, Answer, LogsData, Tally, SUBSCRIPTION};
use serde::Serialize;
use std::{cell::RefCell, future::IntoFuture, rc::Rc};
use tokio_tungstenite_28::tungstenite::client::IntoClientRequest;

#[derive(Serialize)]
struct Logs {
    query: &'static str,
}

/// As the crate does it for the clients that it knows.
impl GraphqlOperation for Logs {
    type Response = Answer<LogsData>;
    type Error = serde_json::Error;
    fn decode(&self, data: serde_json::Value) -> Result<Self::Response, Self::Error> {
        serde_json::from_value(data)
    }
}

async fn run() {
    let mut request = format!("ws://127.0.0.1:{}/graphql", argument(2)).into_client_request().unwrap();
    request.headers_mut().insert("Sec-WebSocket-Protocol", "graphql-transport-ws".parse().unwrap());
    let (socket, _) = tokio_tungstenite_28::connect_async(request).await.unwrap();
    let (client, actor) = Client::build(socket).await.unwrap();
    tokio::task::spawn_local(actor.into_future());
    let tally = Rc::new(RefCell::new(Tally::start()));
    let mut tasks = Vec::new();
    for _ in 0..argument(3) {
        let mut events = client.subscribe(Logs { query: SUBSCRIPTION }).await.unwrap();
        let tally = tally.clone();
        tasks.push(tokio::task::spawn_local(async move {
            while let Some(event) = events.next().await {
                let log = event.unwrap().data.logs;
                tally.borrow_mut().add(log.offset, &log.line);
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    tally.borrow().report();
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    tokio::task::LocalSet::new().run_until(run()).await;
}
