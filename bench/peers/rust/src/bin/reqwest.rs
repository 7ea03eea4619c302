//! reqwest with serde: a client that is shared by as many tasks as requests are in flight.

use peers::{argument, Answer, RunData, Tally, QUERY};
use serde_json::json;
use std::{cell::RefCell, rc::Rc};

async fn run_some(client: reqwest::Client, url: String, requests: usize, tally: Rc<RefCell<Tally>>) {
    for _ in 0..requests {
        let request = json!({"query": QUERY, "variables": {"id": "r-1"}});
        let answer: Answer<RunData> = client.post(&url).json(&request).send().await.unwrap().json().await.unwrap();
        tally.borrow_mut().add(answer.data.run.step, &answer.data.run.name);
    }
}

async fn run() {
    let url = format!("http://127.0.0.1:{}/graphql", argument(2));
    let (requests, in_flight) = (argument(3), argument(4));
    let client = reqwest::Client::new();
    let tally = Rc::new(RefCell::new(Tally::start()));
    let start = |_| tokio::task::spawn_local(run_some(client.clone(), url.clone(), requests / in_flight, tally.clone()));
    let tasks: Vec<_> = (0..in_flight).map(start).collect();
    for task in tasks {
        task.await.unwrap();
    }
    tally.borrow().report();
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    tokio::task::LocalSet::new().run_until(run()).await;
}
