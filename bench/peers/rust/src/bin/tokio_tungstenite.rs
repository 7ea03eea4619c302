//! tokio-tungstenite by hand: one task that reads messages, and serde into structs that borrow nothing.

use futures_util::{SinkExt, StreamExt};
use peers::{argument, Answer, LogsData, Tally, SUBSCRIPTION};
use serde::Deserialize;
use tokio_tungstenite::tungstenite::{client::IntoClientRequest, Message};

/// Messages of the protocol, as one struct that all of them fit; a tagged enum would buffer the payload first.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    payload: Option<Answer<LogsData>>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut request = format!("ws://127.0.0.1:{}/graphql", argument(2)).into_client_request().unwrap();
    request.headers_mut().insert("Sec-WebSocket-Protocol", "graphql-transport-ws".parse().unwrap());
    let (mut socket, _) = tokio_tungstenite::connect_async(request).await.unwrap();
    socket.send(Message::text(r#"{"type":"connection_init"}"#)).await.unwrap();
    socket.next().await.unwrap().unwrap();
    let mut left = argument(3);
    let mut tally = Tally::start();
    for id in 0..left {
        let subscribe = format!(r#"{{"id":"{id}","type":"subscribe","payload":{{"query":"{SUBSCRIPTION}"}}}}"#);
        socket.feed(Message::text(subscribe)).await.unwrap();
    }
    socket.flush().await.unwrap();
    while left > 0 {
        let message = socket.next().await.unwrap().unwrap();
        let envelope: Envelope = serde_json::from_str(message.to_text().unwrap()).unwrap();
        match envelope.kind {
            "next" => {
                let log = envelope.payload.unwrap().data.logs;
                tally.add(log.offset, &log.line);
            }
            _ => left -= 1,
        }
    }
    tally.report();
}
