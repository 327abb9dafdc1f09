use std::{
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use adapter_kit::{Adapter, Header, HttpReply, HttpRequest, Job, Lost, Outcome, Reply, Step};
use boulevard_adapter::Settings;
use dispatch_core::Timestamp;
use vendor_sandbox::boulevard::{Misbehaviour, PATH, Shared, serve};

use crate::fixture::{APPOINTMENT, LOCATION, adapter, at, fact, settings, snapshot, standin, write};

const NOW: &str = "2026-06-12T13:14:00Z";

fn served(standin: Shared) -> String {
    let (tell, hear) = std::sync::mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            tell.send(listener.local_addr().unwrap()).unwrap();
            serve(listener, standin, Arc::new(|| at(NOW)), Duration::ZERO).await.unwrap();
        });
    });
    format!("http://{}{PATH}", hear.recv().unwrap())
}

fn send(agent: &ureq::Agent, request: &HttpRequest) -> Reply {
    let mut builder = agent.post(&request.url);
    for header in &request.headers {
        builder = builder.header(&header.name, &header.value);
    }
    match builder.send(&request.body[..]) {
        Err(_) => Reply::Lost(Lost::Timeout),
        Ok(mut response) => {
            let headers = response.headers().iter();
            let headers =
                headers.map(|(name, value)| Header::new(name.as_str(), value.to_str().unwrap_or("")));
            let (headers, status) = (headers.collect(), response.status().as_u16());
            let body = response.body_mut().read_to_vec().unwrap();
            Reply::Answer(HttpReply { status, headers, body })
        }
    }
}

fn run(base_url: &str, job: &Job) -> Outcome {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(Duration::from_millis(300)))
        .http_status_as_error(false)
        .build()
        .into();
    let adapter = adapter(Settings { base_url: base_url.to_owned(), ..settings() });
    let mut now: Timestamp = at(NOW);
    let mut step = adapter.begin(job, now);
    loop {
        step = match step {
            Step::Done(outcome) => return outcome,
            Step::Wait(until, exchange) => {
                now = now.max(until);
                adapter.resume(exchange, &Reply::Due, now)
            }
            Step::Send(request, exchange) => adapter.resume(exchange, &send(&agent, &request), now),
        };
    }
}

#[test]
fn a_write_goes_through_a_real_socket_even_if_the_answer_does_not_come() {
    let mut standin = standin();
    standin.load(&fact(snapshot(APPOINTMENT)), LOCATION);
    standin.misbehave("CompleteDraft", Misbehaviour::SilenceAfterWork);
    standin.misbehave("SetStaff", Misbehaviour::ServerError);
    let standin = Arc::new(Mutex::new(standin));
    let url = served(Arc::clone(&standin));
    assert!(matches!(run(&url, &write(None)), Outcome::Acknowledged(_)));
    let standin = standin.lock().unwrap();
    assert_eq!(standin.appointments[APPOINTMENT].lines[0].staff.as_deref(), Some("a"));
    let completed = standin.calls.iter().filter(|call| call.operation == "CompleteDraft" && call.done);
    assert_eq!(completed.count(), 1);
}
